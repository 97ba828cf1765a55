import type { SchemaNode } from './runSchema';

/** In words, what a part of the schema allows: "a whole number from 1 to 256", "one of sgd, lars, adam". */
export function describeAllowed(node: SchemaNode): string {
  const options = node.anyOf ?? node.oneOf;
  if (options !== undefined) return describeOptions(options);
  if (node.enum !== undefined) return `one of ${node.enum.map(quoted).join(', ')}`;
  if (node.const !== undefined) return quoted(node.const);
  switch (node.type) {
    case 'integer':
      return `a whole number${limits(node)}`;
    case 'number':
      return `a number${limits(node)}`;
    case 'boolean':
      return 'true or false';
    case 'null':
      return 'null';
    case 'array':
      return describeList(node);
    case 'object':
      return `an object with the fields ${Object.keys(node.properties ?? {}).join(', ')}`;
    default:
      return 'text';
  }
}

function describeOptions(options: readonly SchemaNode[]): string {
  const types = options.map((option) => option.properties?.['type']?.const);
  if (types.every((type) => type !== undefined)) {
    return `an object with a type, one of ${types.map(quoted).join(', ')}`;
  }
  return options.map(describeAllowed).join(' or ');
}

function describeList(node: SchemaNode): string {
  const [first] = node.prefixItems ?? [];
  if (first !== undefined) return `a pair [low, high], each ${describeAllowed(first)}`;
  const item = node.items ? describeAllowed(node.items) : 'a value';
  return node.maxItems === undefined
    ? `a list, each ${item}`
    : `a list of at most ${node.maxItems}, each ${item}`;
}

function limits(node: SchemaNode): string {
  const { minimum: from, exclusiveMinimum: above, exclusiveMaximum: below } = node;
  // Where the schema sets no limit, zod writes the largest number that is exact.
  const to = node.maximum === Number.MAX_SAFE_INTEGER ? undefined : node.maximum;
  if (from !== undefined && to !== undefined) return ` from ${from} to ${to}`;
  const lower = from !== undefined ? `of at least ${from}` : above !== undefined ? `above ${above}` : null;
  const upper =
    to !== undefined
      ? `${lower === null ? 'of ' : ''}at most ${to}`
      : below !== undefined
        ? `below ${below}`
        : null;
  const parts = [lower, upper].filter((part) => part !== null);
  return parts.length === 0 ? '' : ` ${parts.join(' and ')}`;
}

function quoted(value: unknown): string {
  return JSON.stringify(value);
}
