/** Configuration as people write it, before it is checked. */
export interface ConfigLayer {
  readonly [key: string]: unknown;
}

/** `upper` over `lower`: objects field by field, anything else, lists too, as a whole. */
export function mergeConfig(lower: ConfigLayer, upper: ConfigLayer): ConfigLayer {
  const merged: Record<string, unknown> = { ...lower };
  for (const [key, value] of Object.entries(upper)) {
    const below = merged[key];
    merged[key] = isLayer(below) && isLayer(value) ? mergeConfig(below, value) : value;
  }
  return merged;
}

/** Whether `value` is an object with fields. */
export function isLayer(value: unknown): value is ConfigLayer {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A layer with the one field at `path` set. */
export function layerWith(path: readonly string[], value: unknown): ConfigLayer {
  return path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as ConfigLayer;
}
