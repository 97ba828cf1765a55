import { cpus, loadavg } from 'node:os';
import { median } from '../benchCase';
import type { UiCase } from './uiCase';
import { uiCases } from './uiCases';
import { startUi } from './uiSetup';

/** What to measure, and how to print it. */
export interface UiOptions {
  readonly repeats: number;
  /** Part of the names of the cases to measure. */
  readonly name: string;
  readonly json: boolean;
}

/** Measures the extension in VS Code and prints each case beside its goal. */
export async function measureUi({ repeats, name, json }: UiOptions): Promise<void> {
  const setup = await startUi();
  // Frames are late where other programs want the processor too: a reader should know.
  const load = loadavg()[0]?.toFixed(1) ?? '';
  if (!json) console.log(`${cpus()[0]?.model ?? ''}, ${String(cpus().length)} threads, load average ${load}`);
  const results = [];
  try {
    for (const uiCase of uiCases.filter((candidate) => candidate.name.includes(name))) {
      const opened = await uiCase.open(setup);
      try {
        const times: number[] = [];
        for (let i = 0; i < repeats; i++) times.push(await opened.measure());
        const { description, goal } = uiCase;
        results.push({ name: uiCase.name, description, unit: 'ms', goal, ours: times });
        if (!json) console.log(line(uiCase, times));
      } finally {
        await opened.close();
      }
    }
  } finally {
    await setup.stop();
  }
  if (json) console.log(JSON.stringify(results, null, 2));
}

function line({ name, description, goal }: UiCase, times: readonly number[]): string {
  const format = (time: number) => Math.round(time).toLocaleString('en-US');
  const spread = `${format(median(times))} (${format(Math.min(...times))} … ${format(Math.max(...times))}) ms`;
  const verdict = median(times) < goal ? 'held' : 'missed';
  return `${name.padEnd(12)}${spread.padEnd(28)}goal ${format(goal)} ms ${verdict.padEnd(8)}${description}`;
}
