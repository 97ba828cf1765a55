import { l10n } from 'vscode';
import type { MetricsLine } from '../../engine/runs/metricsLine';
import type { LinearSummary, RunRecord } from '../../engine/runs/runRecord';

/** What a run has shown so far, beside its record. */
export interface Evidence {
  readonly record: RunRecord;
  /** The latest value of each metric. */
  readonly progress: MetricsLine | null;
  /** Nearest-neighbour accuracy on h before the first step; null without labels or yet. */
  readonly untrainedKnn: number | null;
}

/**
 * Accuracy of always answering the most frequent class; null without labels. Evaluations during a run have as many
 * images of each class, the one at its end has what there is.
 */
export function chanceOf({ dataset, summary }: RunRecord): number | null {
  const measured = summary?.linear?.chance ?? summary?.knn?.chance;
  if (measured !== undefined) return measured;
  const classes = dataset?.classes?.length ?? 0;
  return classes > 0 ? 1 / classes : null;
}

/**
 * What the representation is worth, in one or two plain sentences; null where nothing is known yet. Warnings, of
 * collapse for one, have a place of their own.
 */
export function finding(evidence: Evidence): string | null {
  const { record } = evidence;
  const { dataset, summary } = record;
  if (dataset === null) return null;
  if (dataset.classes === null) return withoutLabels(evidence);
  return summary?.linear ? atTheEnd(summary.linear, record) : soFar(evidence);
}

function atTheEnd(linear: LinearSummary, record: RunRecord): string {
  const h = percent(linear.h);
  const untrained = percent(linear.untrainedH);
  const chance = percent(linear.chance);
  const result = hasHead(record)
    ? l10n.t(
        'The representation h predicts the class at {0}; after the projection head (z) {1}.',
        h,
        percent(linear.z),
      )
    : l10n.t('The representation h predicts the class at {0}.', h);
  const beside =
    linear.h <= linear.untrainedH
      ? l10n.t(
          'Training has not helped: the untrained encoder reaches {0} by itself, chance {1}.',
          untrained,
          chance,
        )
      : l10n.t('Untrained: {0}, chance {1}.', untrained, chance);
  return `${result} ${beside}`;
}

function soFar({ record, progress, untrainedKnn }: Evidence): string | null {
  const chance = chanceOf(record);
  const h = progress?.['probe.h'];
  const z = progress?.['probe.z'];
  const knn = progress?.['knn.h'];
  if (chance === null) return null;
  if (h === undefined) {
    return untrainedKnn === null
      ? null
      : l10n.t(
          'Before training, nearest neighbours in h predict the class at {0}; chance {1}.',
          percent(untrainedKnn),
          percent(chance),
        );
  }
  const result =
    hasHead(record) && z !== undefined
      ? l10n.t(
          'So far the representation h predicts the class at {0}; after the projection head (z) {1}; chance {2}.',
          percent(h),
          percent(z),
          percent(chance),
        )
      : l10n.t(
          'So far the representation h predicts the class at {0}; chance {1}.',
          percent(h),
          percent(chance),
        );
  if (knn === undefined || untrainedKnn === null) return result;
  const neighbours =
    knn <= untrainedKnn
      ? l10n.t(
          'By nearest neighbours {0}, no better than untrained ({1}).',
          percent(knn),
          percent(untrainedKnn),
        )
      : l10n.t('By nearest neighbours {0}, untrained {1}.', percent(knn), percent(untrainedKnn));
  return `${result} ${neighbours}`;
}

function withoutLabels({ record, progress }: Evidence): string {
  const h = progress?.['rank.h'];
  const z = progress?.['rank.z'];
  if (h === undefined || z === undefined || record.plan === null) {
    return l10n.t(
      'The images have no labels, so no accuracy can be measured; alignment, uniformity and effective rank tell how it goes.',
    );
  }
  return l10n.t(
    'The images have no labels, so no accuracy can be measured. Effective rank: {0} of {1} in h, {2} of {3} in z.',
    h.toFixed(1),
    record.plan.representationSize,
    z.toFixed(1),
    record.plan.projectionSize,
  );
}

function hasHead({ config }: RunRecord): boolean {
  return config.head.type !== 'none';
}

/** Without decimals: a sentence is for the size of a thing, the charts and tables have the digits. */
function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
