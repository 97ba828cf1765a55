import { setTimeout } from 'node:timers/promises';

/** The first result of `probe` that is neither null nor false, asked for again and again for half a minute. */
export async function until<T>(probe: () => T | null | false): Promise<T> {
  for (const end = Date.now() + 30_000; Date.now() < end; await setTimeout(20)) {
    const result = probe();
    if (result !== null && result !== false) return result;
  }
  throw new Error(`waited in vain for ${probe.toString()}`);
}
