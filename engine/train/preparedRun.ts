import { openBackend } from '../backends/openBackend';
import type { RunConfig } from '../config/runConfig';
import type { Dataset } from '../data/dataset';
import { openDataset } from '../data/openDataset';
import { UserError } from '../errors';
import { isLabelled } from '../evaluate/evaluationSplits';
import type { RunDevice, RunPlan, RunRecord } from '../runs/runRecord';
import type { RunWriter } from '../runs/runWriter';
import { Learner } from './learner';
import type { TrainRunOptions } from './runEvents';
import { checkRun, cpuShortage, describeDataset, planRun } from './runPlan';
import type { RunReporter } from './runReporter';
import { TrainControl } from './trainControl';
import { warmUp } from './warmUp';

/** Everything that a run needs before its first step. */
export interface PreparedRun {
  readonly config: RunConfig;
  readonly dataset: Dataset;
  readonly device: RunDevice;
  readonly plan: RunPlan;
  readonly learner: Learner;
  readonly labelled: boolean;
  readonly writer: RunWriter;
  readonly reporter: RunReporter;
  readonly signal: AbortSignal;
  readonly control: TrainControl;
}

/**
 * Opens the data and the backend, checks the configuration against both, and builds what learns.
 * @param trains whether the first step follows: a run that is only made may be one that this machine's memory does not
 *   allow to train.
 * @throws UserError when the data cannot be used, are not those that the run began with, or do not fit; MemoryShortage
 *   where a step does not fit the memory.
 */
export async function prepareRun(
  { config, baseFolder, runsFolder, signal, control = new TrainControl() }: TrainRunOptions,
  writer: RunWriter,
  reporter: RunReporter,
  trains = true,
): Promise<PreparedRun> {
  const earlier = writer.record;
  const dataset = await openDataset(
    config.data,
    { baseFolder, runsFolder, seed: config.seed },
    {
      signal,
      onProgress: (progress) => reporter.emit({ type: 'progress', ...progress }),
    },
  );
  reportDataset(dataset, reporter);
  checkSameData(earlier, dataset);
  checkRun(config, dataset);

  const opened = await openBackend(config.device, (line) => reporter.info(line));
  const device: RunDevice = { backend: opened.name, detail: opened.detail, threads: opened.threads };
  const threads = opened.threads > 0 ? `, ${opened.threads} threads` : '';
  reporter.info(`Backend: ${opened.name}${threads}, ${opened.detail}: ${opened.reason}.`);
  reportDeviceChange(earlier, device, reporter);
  const shortage = trains && opened.name === 'cpu' ? cpuShortage(config, dataset) : null;
  if (shortage !== null) throw shortage;

  const labelled = isLabelled(dataset);
  const classes = labelled ? (dataset.classes?.length ?? 0) : null;
  const learner = new Learner(config, dataset.imageSize, classes);
  try {
    if (trains) await warmUp(config, dataset.imageSize, classes, reporter);
  } catch (error) {
    learner.dispose();
    throw error;
  }
  const plan = planRun(config, dataset, learner);
  reporter.info(`Encoder: ${learner.encoder.description}.`);
  writer.update({ dataset: describeDataset(dataset), device, plan });
  return { config, dataset, device, plan, learner, labelled, writer, reporter, signal, control };
}

function reportDataset(dataset: Dataset, reporter: RunReporter): void {
  const { name, train, test, classes, splitOrigin, badFiles, warnings } = dataset;
  reporter.info(
    `Data: ${name}, ${train.images.count} training and ${test.images.count} evaluation images` +
      `${classes ? ` of ${classes.length} classes` : ''}; split: ${splitOrigin}.`,
  );
  for (const warning of warnings) reporter.warn('data', warning);
  const [first] = badFiles;
  if (first) {
    const others = badFiles.length > 1 ? ` and ${badFiles.length - 1} more` : '';
    reporter.warn('data', `Skipped files that cannot be used: ${first.path} (${first.reason})${others}.`);
  }
  if (!isLabelled(dataset)) {
    reporter.info('There are no labels to judge by, so the linear probes and kNN are left out.');
  }
}

function checkSameData({ dataset: before }: RunRecord, dataset: Dataset): void {
  if (before === null) return;
  const { fingerprint, trainCount, testCount } = describeDataset(dataset);
  const same = before.trainCount === trainCount && before.testCount === testCount;
  if (same && before.fingerprint === fingerprint) return;
  throw new UserError(
    `${dataset.source} is not what the run was trained on: its files have changed; put them back, or start a new run`,
  );
}

function reportDeviceChange({ device: before }: RunRecord, now: RunDevice, reporter: RunReporter): void {
  if (before === null) return;
  if (before.backend === now.backend && before.threads === now.threads) return;
  reporter.info(
    `The run began on ${before.backend} with ${before.threads} threads: from here on its numbers may differ in rounding.`,
  );
}
