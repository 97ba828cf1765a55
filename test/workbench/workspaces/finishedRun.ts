import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MetricsLine } from '../../../engine/runs/metricsLine';
import { runPaths } from '../../../engine/runs/runPaths';
import type { RunRecord } from '../../../engine/runs/runRecord';
import { runProgram } from '../../../extension/packaging/runProgram';
import { runFolders } from '../driver/runEngines';
import type { SampleWorkspace } from './sampleWorkspace';

/**
 * Trains `first.simclr.json` of the workspace from a terminal to its end, in a few seconds.
 * @returns the run folder.
 */
export async function trainInTerminal(
  { folder, runsFolder }: SampleWorkspace,
  epochs: number,
): Promise<string> {
  const cli = join(process.cwd(), 'dist', 'engine', 'cli.js');
  const before = new Set(runFolders(runsFolder));
  await runProgram(
    process.execPath,
    [cli, 'train', '--config', 'first.simclr.json', '--epochs', String(epochs)],
    { cwd: folder },
  );
  const made = runFolders(runsFolder).find((run) => !before.has(run));
  if (made === undefined) throw new Error('The run left no folder.');
  return made;
}

/** Turns a finished run into one of `lines` logged steps: curves with noise and some spikes. */
export async function lengthen(runFolder: string, lines: number): Promise<void> {
  const paths = runPaths(runFolder);
  const record = JSON.parse(await readFile(paths.record, 'utf8')) as RunRecord;
  const stepsPerEpoch = record.plan?.stepsPerEpoch ?? 1;
  const text: string[] = [];
  let last: MetricsLine | null = null;
  for (let step = 1; step <= lines; step++) {
    last = lineAt(step, lines, stepsPerEpoch);
    text.push(JSON.stringify(last));
  }
  await writeFile(paths.metrics, `${text.join('\n')}\n`);
  const plan = record.plan && { ...record.plan, totalSteps: lines };
  const config = { ...record.config, epochs: Math.ceil(lines / stepsPerEpoch) };
  const summary = record.summary && { ...record.summary, steps: lines };
  await writeFile(paths.record, JSON.stringify({ ...record, config, plan, summary, progress: last }));
}

/** A line as a run writes it; every hundredth comes with an evaluation. */
function lineAt(step: number, lines: number, stepsPerEpoch: number): MetricsLine {
  const share = step / lines;
  const noise = Math.sin(step * 12.9898) * 0.5;
  const spike = step % 9973 === 0 ? 2 : 0;
  const line = {
    step,
    epoch: step / stepsPerEpoch,
    time: step * 0.05,
    loss: 5.4 - 1.5 * share + 0.2 * noise + spike,
    contrastiveAccuracy: 0.1 + 0.6 * share + 0.05 * noise,
    learningRate: 0.3 * Math.cos((share * Math.PI) / 2),
    gradientNorm: 1 + 0.3 * noise + spike,
    viewsPerSecond: 1200 + 100 * noise,
    dataWait: 0.02 + 0.01 * noise,
  };
  if (step % 100 !== 0) return line;
  const probe = 0.2 + 0.5 * share + 0.01 * noise;
  return {
    ...line,
    ...{ 'probe.h': probe, 'probe.z': probe * 0.9, 'knn.h': probe * 0.95 },
    ...{
      alignment: 0.8 - 0.3 * share,
      uniformity: -1 - 2 * share,
      'rank.h': 10 + 30 * share,
      'rank.z': 8 + 12 * share,
    },
  };
}
