import type { z } from 'zod';
import { describeAllowed } from './describeAllowed';
import { nearestName } from './nearestName';
import { schemaAt, type SchemaNode } from './runSchema';

/** Something wrong in a configuration. */
export interface ConfigProblem {
  /** Where, as keys and list positions. */
  readonly path: readonly PropertyKey[];
  /** The whole sentence but its end: what stands there and what may. */
  readonly text: string;
}

/** What the schema found wrong in `root`, in words: the field, what was given, and what is allowed. */
export function configProblems(issues: readonly z.core.$ZodIssue[], root: unknown): ConfigProblem[] {
  return issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') return [{ path: issue.path, text: wrongValue(issue, root) }];
    return issue.keys.map((key) => ({ path: [...issue.path, key], text: unknownKey(key, issue.path, root) }));
  });
}

/** A path as people write it: `augment.transforms[2].hue`. */
export function formatPath(path: readonly PropertyKey[]): string {
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
}

function wrongValue(issue: z.core.$ZodIssue, root: unknown): string {
  const value = valueAt(issue.path, root);
  const where = formatPath(issue.path) || 'the configuration';
  const given = value === undefined ? `${where} is missing` : `${where} is ${formatValue(value)}`;
  if (issue.code === 'custom' || issue.code === 'invalid_format') return `${given}: ${issue.message}`;
  const node = discriminated(issue) ?? schemaAt(issue.path, root);
  return `${given}, but must be ${node === null ? 'something else' : describeAllowed(node)}`;
}

/** The types that may stand where a transformation names none of them. */
function discriminated(issue: z.core.$ZodIssue): SchemaNode | null {
  if (issue.code !== 'invalid_union' || issue.discriminator === undefined) return null;
  const parent = schemaAt(issue.path.slice(0, -1), undefined);
  return { enum: parent?.oneOf?.map((option) => option.properties?.['type']?.const) ?? [] };
}

function unknownKey(key: string, parent: readonly PropertyKey[], root: unknown): string {
  const names = fieldNames(parent, root);
  const nearest = nearestName(key, names);
  const hint = nearest === null ? '' : `: did you mean "${nearest}"?`;
  const where = parent.length === 0 ? 'at the top' : `in ${formatPath(parent)}`;
  return `${formatPath([...parent, key])} is not a field${hint} (fields ${where}: ${names.join(', ')})`;
}

function fieldNames(path: readonly PropertyKey[], root: unknown): string[] {
  const node = schemaAt(path, root);
  const type: unknown = Reflect.get(Object(valueAt(path, root)), 'type');
  const options = node?.oneOf?.filter((option) => option.properties?.['type']?.const === type);
  return Object.keys(options?.[0]?.properties ?? node?.properties ?? {});
}

function valueAt(path: readonly PropertyKey[], root: unknown): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    root,
  );
}

function formatValue(value: unknown): string {
  if (typeof value === 'number') return String(value);
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
