import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { PhiloxStream } from '../../engine/random/philox';
import type { MetricsLine } from '../../engine/runs/metricsLine';
import { MetricsTable } from '../../extension/runPanel/metricsTable';
import { MetricsTail } from '../../extension/runPanel/metricsTail';
import { RunSeries } from '../../extension/runPanel/series';

const lines = 200_000;
const stepsPerEpoch = 195;
const linesAtATime = 5000;
/** Milliseconds until the monitor of the event loop has seen what came last. */
const settle = 20;

/** One way to read the metrics of a long run, measured several times. */
export interface PanelResult {
  readonly name: string;
  /** Milliseconds from opening the file to having what is drawn. */
  readonly milliseconds: readonly number[];
  /** Longest time, in milliseconds, that nothing else could run. */
  readonly longestBlock: readonly number[];
}

/**
 * How long the run panel takes to read 200,000 logged steps (about 50 MB) and to cut them into buckets, and how long
 * that holds up the extension host, in turn with the usual way, `JSON.parse` for every line of the file. The goals are
 * 500 ms and 15 ms.
 */
export async function measurePanel(repeats: number): Promise<readonly PanelResult[]> {
  const folder = await mkdtemp(join(tmpdir(), 'simclr-bench-panel-'));
  try {
    const path = join(folder, 'metrics.jsonl');
    await writeMetrics(path);
    const panel = {
      name: 'panel, 200,000 steps',
      milliseconds: [] as number[],
      longestBlock: [] as number[],
    };
    const peer = { name: 'JSON.parse per line', milliseconds: [] as number[], longestBlock: [] as number[] };
    for (let i = 0; i < repeats; i++) {
      await measureOnce(() => readIntoBuckets(path), panel);
      await measureOnce(() => readByLines(path), peer);
    }
    return [panel, peer];
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function measureOnce(
  work: () => Promise<number>,
  result: { readonly milliseconds: number[]; readonly longestBlock: number[] },
): Promise<void> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await setTimeout(settle);
  const start = performance.now();
  const read = await work();
  result.milliseconds.push(performance.now() - start);
  await setTimeout(settle);
  delay.disable();
  result.longestBlock.push(delay.max / 1e6);
  if (read !== lines) throw new Error(`${read} of ${lines} lines were read`);
}

async function readIntoBuckets(path: string): Promise<number> {
  const table = new MetricsTable();
  const series = new RunSeries(table, 0.6);
  await new Promise<void>((resolve, reject) => {
    const tail = new MetricsTail(path, table, {
      changed: () => series.advance(),
      caughtUp: () => {
        tail.dispose();
        resolve();
      },
      failed: reject,
    });
    tail.nudge();
  });
  while (!series.advance()) await setImmediate();
  return series.update()?.lines ?? 0;
}

async function readByLines(path: string): Promise<number> {
  const parsed: unknown[] = [];
  for (const line of (await readFile(path, 'utf8')).split('\n'))
    if (line !== '') parsed.push(JSON.parse(line));
  return parsed.length;
}

/** A file as a run writes it: single-precision numbers from tensors, shares, a schedule, times of a clock. */
async function writeMetrics(path: string): Promise<void> {
  const file = await open(path, 'w');
  const random = new PhiloxStream(1, 0);
  let time = 1.5;
  let text = '';
  for (let step = 1; step <= lines; step++) {
    time += 0.3 + random.uniform() / 1e7;
    const done = step / lines;
    const single = (scale: number) => Math.fround(scale * random.uniform());
    const line: MetricsLine = {
      step,
      epoch: step / stepsPerEpoch,
      time,
      loss: 5 + single(1),
      contrastiveAccuracy: Math.floor(512 * random.uniform()) / 512,
      learningRate: 0.15 * (1 + Math.cos(Math.PI * done)),
      gradientNorm: single(1),
      viewsPerSecond: 512 / (0.5 + random.uniform() / 7),
      dataWait: random.uniform() / 9e3,
      ...(step % stepsPerEpoch === 0 && {
        'probe.h': Math.floor(2000 * random.uniform()) / 2000,
        'probe.z': Math.floor(2000 * random.uniform()) / 2000,
        'knn.h': Math.floor(2000 * random.uniform()) / 2000,
        alignment: random.uniform() / 1.3,
        uniformity: -random.uniform() * 3.1,
        'rank.h': 64 * random.uniform(),
        'rank.z': 128 * random.uniform(),
      }),
    };
    text += `${JSON.stringify(line)}\n`;
    if (step % linesAtATime === 0 || step === lines) {
      await file.write(text);
      text = '';
    }
  }
  await file.close();
}
