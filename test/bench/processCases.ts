import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchCase } from './benchCase';
import { imageCount, type BenchImages } from './benchImages';

const BATCH = 256;
/** Module that is loaded before the engine: says at the end how much memory it had at most, in kilobytes. */
const tellMemory = `data:text/javascript,process.on('exit',()=>process.stderr.write('peak '+process.resourceUsage().maxRSS))`;

/** What the process of a run is measured by: how soon it trains, and how much memory it takes. */
export function processCases(images: BenchImages): BenchCase[] {
  const peer = ['--limit', String(imageCount), '--batch', String(BATCH)];
  const common = { prepare: () => images.write() };
  return [
    {
      ...common,
      name: 'start to first step',
      description: `from the command to the end of the first step, ${String(imageCount)} images never read before, batch ${String(BATCH)}`,
      unit: 's',
      peer: ['start', images.folder, ...peer],
      measure: () =>
        inRunsFolder(
          async (runs) => (await runCommand(images.folder, runs, ['--epochs', '1'], true)).seconds,
        ),
    },
    {
      ...common,
      name: 'start to first step, again',
      description: `the same in a second run on the images`,
      unit: 's',
      peer: ['start', images.folder, ...peer],
      measure: () =>
        inRunsFolder(async (runs) => {
          await runCommand(images.folder, runs, ['--epochs', '1'], true);
          return (await runCommand(images.folder, runs, ['--epochs', '1'], true)).seconds;
        }),
    },
    {
      ...common,
      name: 'memory of a run',
      description: `most memory resident in two epochs of ResNet-8 width 16, batch ${String(BATCH)}; without PyTorch's workers`,
      unit: 'MB',
      peer: ['memory', images.folder, '--epochs', '2', ...peer],
      measure: () =>
        inRunsFolder(
          async (runs) => (await runCommand(images.folder, runs, ['--epochs', '2'], false)).megabytes,
        ),
    },
  ];
}

/** Measures in a runs folder of its own. */
async function inRunsFolder(measure: (runsFolder: string) => Promise<number>): Promise<number> {
  const runsFolder = await mkdtemp(join(tmpdir(), 'simclr-bench-'));
  try {
    return await measure(runsFolder);
  } finally {
    await rm(runsFolder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Runs the command line as a user does, to its end or only to its first step. */
async function runCommand(
  images: string,
  runsFolder: string,
  args: readonly string[],
  untilFirstStep: boolean,
): Promise<{ seconds: number; megabytes: number }> {
  const start = Date.now();
  const child = spawn(
    process.execPath,
    [
      ...['--import', tellMemory, join('dist', 'engine', 'cli.js'), 'train', images, '--json'],
      ...['--runs', runsFolder, '--limit', String(imageCount), '--batch-size', String(BATCH)],
      ...['--encoder', 'resnet8', '--width', '16', '--image-size', '32', ...args],
      ...['--set', 'evaluate.everyEpochs=1000', '--set', 'checkpoint.everyEpochs=1000'],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let seconds = NaN;
  let told = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (told += text));
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (!Number.isNaN(seconds) || !text.includes('"line":{"step":1,')) return;
    seconds = (Date.now() - start) / 1000;
    if (untilFirstStep) child.kill('SIGKILL');
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (code !== 0 && !untilFirstStep) throw new Error(`simclr train failed: ${told}`);
  const peak = /peak (\d+)$/.exec(told)?.[1];
  return { seconds, megabytes: (Number(peak) * 1024) / 1e6 };
}
