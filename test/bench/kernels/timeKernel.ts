import { performance } from 'node:perf_hooks';
import { median } from '../benchCase';

/** Milliseconds that one sample takes at least: timers and scheduling must not matter. */
const SAMPLE = 40;
const SAMPLES = 7;

/**
 * Median of the seconds that `work` takes once, over several samples of as many calls as fill a sample. It was called
 * before, so that what it touches is warm.
 */
export function timeKernel(work: () => void): number {
  work();
  const start = performance.now();
  work();
  const calls = Math.max(1, Math.ceil(SAMPLE / Math.max(performance.now() - start, 1e-3)));
  const samples = Array.from({ length: SAMPLES }, () => {
    const begin = performance.now();
    for (let call = 0; call < calls; call++) work();
    return (performance.now() - begin) / calls / 1000;
  });
  return median(samples);
}
