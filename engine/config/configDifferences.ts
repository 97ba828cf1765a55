/** A field in which two configurations differ. */
export interface ConfigDifference {
  /** As in `optimizer.learningRate`. */
  readonly path: string;
  readonly a: unknown;
  readonly b: unknown;
}

/** The fields in which `a` and `b` differ, in the order of `a`; lists are compared as a whole. */
export function configDifferences(a: object, b: object, prefix = ''): ConfigDifference[] {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].flatMap((key) => {
    const path = prefix + key;
    const left: unknown = Reflect.get(a, key);
    const right: unknown = Reflect.get(b, key);
    if (isObject(left) && isObject(right)) return configDifferences(left, right, `${path}.`);
    return JSON.stringify(left) === JSON.stringify(right) ? [] : [{ path, a: left, b: right }];
  });
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
