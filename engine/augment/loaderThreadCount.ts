import { availableParallelism } from 'node:os';
import type { DeviceConfig } from '../config/runConfig';

/** How many threads make views ahead of the trainer: half of the cores, at most eight, unless a number is given. */
export function loaderThreadCount(wanted: DeviceConfig['loaderThreads']): number {
  return wanted === 'auto' ? Math.min(8, Math.ceil(availableParallelism() / 2)) : wanted;
}
