import { runConfigSchema, type RunConfigInput } from '../../../engine/config/runConfig';
import { configFields } from '../../../extension/comparePanel/configFields';
import type { ComparedRun, MetricPoint, MetricSummary } from '../../../extension/comparePanel/messages';
import type { ComparedRow } from '../../../webview/comparePanel/comparedRow';

/** A point of a metric at a step, of ten to an epoch and two to a second. */
export function metricPoint(value: number, step: number): MetricPoint {
  return { value, step, epoch: step / 10, time: step / 2 };
}

/** A metric by its last value and its best. */
export function metricSummary(last: number, best: number): MetricSummary {
  return { last: metricPoint(last, 100), best: metricPoint(best, 70) };
}

/** A row of a run that has finished. */
export function comparedRow(
  title: string,
  config: RunConfigInput = {},
  change: Partial<ComparedRow> = {},
  run: Partial<ComparedRun> = {},
): ComparedRow {
  const folder = `/runs/2026-11-23T18-04-05_${title}`;
  return {
    folder,
    missing: null,
    summaries: {},
    run: {
      folder,
      id: `2026-11-23T18-04-05_${title}`,
      title,
      state: 'finished',
      queuePosition: null,
      step: 100,
      totalSteps: 100,
      epochs: 10,
      seconds: 50,
      fields: configFields(runConfigSchema.parse(config)),
      chance: 0.25,
      labelled: true,
      final: null,
      evaluation: null,
      ...run,
    },
    ...change,
  };
}
