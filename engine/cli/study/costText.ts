import type { CostEstimate } from '../../executors/estimateCost';
import { formatDuration } from '../../format/formatNumbers';

/** "About 14 min, two runs at a time, by measured steps on …". */
export function costText({ seconds, workers, device }: CostEstimate): string {
  const atATime = workers === 1 ? 'one run at a time' : `${workers} runs at a time`;
  return `About ${formatDuration(seconds)}, ${atATime}, by measured steps on ${device}.`;
}
