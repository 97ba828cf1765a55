import * as z from 'zod';
import { configFileSchema } from './configFile';

/** The parts of JSON Schema that the configuration's schema uses. */
export interface SchemaNode {
  readonly type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean' | 'null';
  readonly description?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode | false;
  readonly prefixItems?: readonly SchemaNode[];
  readonly anyOf?: readonly SchemaNode[];
  readonly oneOf?: readonly SchemaNode[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly maxItems?: number;
}

let schema: SchemaNode | undefined;

/** JSON Schema of a configuration file. Made when first asked for, so that loading the extension does not wait for it. */
export function runSchema(): SchemaNode {
  return (schema ??= z.toJSONSchema(configFileSchema, { io: 'input' }) as SchemaNode);
}

/** The text of `media/run.schema.json`, by which editors complete and check `*.simclr.json` files. */
export function runSchemaText(): string {
  const title = 'SimCLR run';
  const description = 'A SimCLR run configuration (*.simclr.json). Every field may be left out.';
  return `${JSON.stringify({ title, description, ...runSchema() }, null, 2)}\n`;
}

/**
 * The part of the schema that says what may stand at `path` of a file that holds `root`: with it one chooses among
 * the transformations. null where the path leads nowhere.
 */
export function schemaAt(path: readonly PropertyKey[], root: unknown): SchemaNode | null {
  let node: SchemaNode | null = runSchema();
  let value = root;
  for (const key of path) {
    node = node === null ? null : child(node, key, value);
    value = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  }
  return node;
}

function child(node: SchemaNode, key: PropertyKey, value: unknown): SchemaNode | null {
  if (typeof key === 'number') {
    const item = node.prefixItems?.[key] ?? node.items;
    if (item !== undefined && item !== false) return item;
  } else {
    const properties = node.properties;
    const name = String(key);
    if (properties !== undefined && Object.hasOwn(properties, name)) return properties[name] ?? null;
  }
  for (const option of alternatives(node, value)) {
    const found = child(option, key, value);
    if (found !== null) return found;
  }
  return null;
}

/** The options of a union; of the transformations only the one that `value` names by its type. */
function alternatives(node: SchemaNode, value: unknown): readonly SchemaNode[] {
  const options = node.anyOf ?? node.oneOf ?? [];
  const type: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'type') : undefined;
  const named = options.filter((option) => option.properties?.['type']?.const === type);
  return named.length > 0 && type !== undefined ? named : options;
}
