import type { LineStatistics } from '../../extension/checkpointEditor/messages';
import { formatCount } from '../../extension/format/formatNumbers';

/** [3, 3, 16] → "3 × 3 × 16"; a scalar has no sizes. */
export function shapeText(shape: readonly number[]): string {
  return shape.length === 0 ? 'scalar' : shape.join(' × ');
}

/** What is wrong with a tensor, in a few words; empty where nothing is. */
export function flawText({ nan, infinite, channels }: LineStatistics): string {
  const flaws = [
    ...(nan > 0 ? [`${formatCount(nan)} NaN`] : []),
    ...(infinite > 0 ? [`${formatCount(infinite)} infinite`] : []),
    ...(channels !== null && channels.dead > 0
      ? [`${formatCount(channels.dead)} of ${formatCount(channels.count)} channels dead`]
      : []),
  ];
  return flaws.join(', ');
}
