import type { MetricsTable } from '../runPanel/metricsTable';
import { chanceOf } from '../runPanel/finding';
import type { ShownRun } from '../runs/shownRun';
import { configFields } from './configFields';
import type { ComparedRun, ConfigField, LatestEvaluation } from './messages';

/**
 * Everything of a run that the comparison shows in words and numbers, beside its metrics.
 * @param table its metrics as far as they have been read: the record is up to two seconds behind.
 */
export function comparedRun(
  { run, title, queuePosition }: ShownRun,
  table: MetricsTable,
  evaluation: LatestEvaluation | null,
): ComparedRun {
  const { record } = run;
  const { summary, dataset, plan, progress, config } = record;
  const last = table.lines - 1;
  const read = (axis: 'step' | 'time') => (last < 0 ? 0 : (table.axis(axis)[last] ?? 0));
  return {
    folder: run.paths.folder,
    id: run.id,
    title,
    state: run.state,
    queuePosition,
    step: Math.max(progress?.step ?? 0, read('step')),
    totalSteps: plan?.totalSteps ?? null,
    epochs: config.epochs,
    seconds: Math.max(progress?.time ?? 0, read('time')),
    fields: [...configFields(config), ...factFields(run.record)],
    chance: chanceOf(record),
    labelled: dataset === null ? null : dataset.classes !== null,
    final:
      summary === null || (summary.linear === null && summary.knn === null)
        ? null
        : {
            linearH: summary.linear?.h ?? null,
            linearZ: summary.linear?.z ?? null,
            knnH: summary.knn?.h ?? null,
            knnZ: null,
          },
    evaluation,
  };
}

/** What the configuration led to: what "auto" became, and how large things are. */
function factFields({ dataset, plan, device, host }: ShownRun['run']['record']): ConfigField[] {
  return [
    { path: 'found.dataset', value: dataset?.name ?? null },
    { path: 'found.trainingImages', value: dataset?.trainCount ?? null },
    { path: 'found.imageSize', value: dataset?.imageSize ?? null },
    { path: 'found.encoderParameters', value: plan?.encoderParameters ?? null },
    { path: 'found.backend', value: device?.backend ?? null },
    { path: 'found.threads', value: device?.threads ?? null },
    { path: 'found.host', value: host },
  ];
}
