import { rmSync } from 'node:fs';
import { freeUnused } from '../backends/freeUnused';
import { withinMemory } from '../backends/withinMemory';
import { UserError } from '../errors';
import { chooseEvaluationImages } from '../evaluate/evaluationSplits';
import { readMetrics } from '../runs/readMetrics';
import type { RunWriter } from '../runs/runWriter';
import { endRun, failRun } from './endRun';
import { explainShortage } from './explainShortage';
import { evaluateFinally, finalEvaluationImages, type FinalEvaluation } from './finalEvaluation';
import { openRunFolder } from './openRunFolder';
import { openRunLoader } from './openRunLoader';
import { prepareRun, type PreparedRun } from './preparedRun';
import type { RunSummary, TrainRun, TrainRunOptions } from './runEvents';
import { noProgress, restoreProgress } from './runProgress';
import { RunReporter } from './runReporter';
import { saveEmbeddings } from './saveEmbeddings';
import { trainSteps } from './trainSteps';

/** Trains a run from its configuration, or from its latest checkpoint on, to the end: see `TrainRun`. */
export const trainRun: TrainRun = async (options) => trainOpened(openRunFolder(options), options);

/** As `trainRun`, with the run's folder already open; closes it. */
export async function trainOpened(writer: RunWriter, options: TrainRunOptions): Promise<RunSummary> {
  const { signal, onEvent } = options;
  const reporter = new RunReporter(writer, onEvent);
  const progress = noProgress();
  let refused = false;
  try {
    reporter.state('preparing');
    const run = await prepareRun(options, writer, reporter);
    try {
      restoreProgress(run, progress);
      const { device, plan, labelled } = run;
      const runFolder = writer.paths.folder;
      const loader = await openRunLoader(run, progress.step);
      try {
        reporter.state('running');
        reporter.emit({ type: 'started', runFolder, device, plan, step: progress.step, labelled });
        await trainSteps(run, progress, loader);
      } finally {
        await loader.close();
      }
      signal.throwIfAborted();
      await freeUnused();
      await withinMemory(() => saveEmbeddings(run, progress.step));
      const evaluation = await withinMemory(() => judge(run));
      return endRun('finished', evaluation, progress, writer, reporter);
    } finally {
      run.learner.dispose();
    }
  } catch (thrown) {
    if (signal.aborted && thrown === signal.reason)
      return endRun('stopped', null, progress, writer, reporter);
    const error = explainShortage(thrown, writer, progress);
    failRun(error, progress, writer, reporter);
    refused = options.resume === undefined && error instanceof UserError && progress.step === 0;
    throw error;
  } finally {
    writer.close();
    // A mistake in what was given, found before the first step, leaves nothing worth a place in the list of runs.
    if (refused && readMetrics(writer.paths.metrics).lines.length === 0) {
      rmSync(writer.paths.folder, { recursive: true, force: true });
    }
  }
}

/** The final evaluation, or null where there are no labels for it. */
async function judge({
  dataset,
  config,
  plan,
  learner,
  reporter,
  signal,
}: PreparedRun): Promise<FinalEvaluation | null> {
  const most = finalEvaluationImages(plan.representationSize, plan.projectionSize);
  const splits = chooseEvaluationImages(dataset, most, config.seed);
  const { labels } = splits;
  if (!labels) return null;
  reporter.info('Judging the trained and the untrained encoder by linear evaluation and kNN.');
  return evaluateFinally(learner, { ...splits, labels }, config, signal, reporter.evaluating);
}
