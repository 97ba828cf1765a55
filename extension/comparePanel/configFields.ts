import type { Transform } from '../../engine/config/augmentation';
import type { RunConfig } from '../../engine/config/runConfig';
import type { ConfigField, FieldValue } from './messages';

/**
 * A configuration as flat fields, in the order of the schema. Transformations become fields of their own,
 * `augment.color.hue`, beside the list of their kinds, so that one parameter of one of them can be compared; other
 * lists are JSON. The name and the schema say nothing about the run and are left out.
 */
export function configFields({ $schema: _schema, name: _name, ...config }: RunConfig): ConfigField[] {
  return Object.entries(config).flatMap(([key, value]) => {
    if (key !== 'augment') return fieldsOf(key, value);
    const { transforms, secondBranch } = config.augment;
    return [
      ...transformFields('augment', 'transforms', transforms),
      ...(secondBranch === null
        ? [{ path: 'augment.secondBranch', value: null }]
        : transformFields('augment.second', 'transforms', secondBranch)),
    ];
  });
}

function fieldsOf(path: string, value: unknown): ConfigField[] {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return Object.entries(value).flatMap(([key, inner]) => fieldsOf(`${path}.${key}`, inner));
  }
  return [{ path, value: fieldValue(value) }];
}

/** Parameters of each transformation by its kind; a second one of a kind is `color2`. */
function transformFields(prefix: string, list: string, transforms: readonly Transform[]): ConfigField[] {
  const seen = new Map<string, number>();
  const parameters = transforms.flatMap(({ type, ...parameters }) => {
    const count = (seen.get(type) ?? 0) + 1;
    seen.set(type, count);
    return fieldsOf(`${prefix}.${type}${count === 1 ? '' : String(count)}`, parameters);
  });
  const kinds = transforms.map(({ type }) => type).join(', ');
  return [{ path: `${prefix}.${list}`, value: kinds === '' ? 'none' : kinds }, ...parameters];
}

function fieldValue(value: unknown): FieldValue {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return value === null || value === undefined ? null : JSON.stringify(value);
}
