import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import type { RunConfig } from '../config/runConfig';

/** Fields that no result depends on: names, how often is logged, which checkpoints are kept, what computes it. */
const without = new Set(['$schema', 'name', 'checkpoint', 'logEverySteps', 'device']);

/**
 * What tells apart runs that come to different results: a digest of everything in a configuration that they depend on.
 * @param baseFolder absolute path that the source of the images is relative to.
 * @returns 12 hexadecimal digits.
 */
export function runKey(config: RunConfig, baseFolder: string): string {
  const { data, device, evaluate } = config;
  const counted = {
    ...Object.fromEntries(Object.entries(config).filter(([key]) => !without.has(key))),
    data: { ...data, source: data.source === 'builtin' ? data.source : resolve(baseFolder, data.source) },
    evaluate: Object.fromEntries(Object.entries(evaluate).filter(([key]) => key !== 'everyEpochs')),
    precision: device.precision,
  };
  return createHash('sha256').update(canonical(counted)).digest('hex').slice(0, 12);
}

/** JSON in which the order of fields does not matter. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
