import { l10n } from 'vscode';
import type { EvaluationRecord, ProtocolName } from '../../engine/runs/evaluationRecord';
import { formatCount, formatShare } from '../format/formatNumbers';
import type { Fact } from '../views/runFacts';
import { factorsFinding } from './factorsFinding';

/** How the screens speak of a protocol, and of what it found. What it did not look at is null, or nothing. */
export interface ProtocolFace {
  readonly title: string;
  /** One line. */
  readonly explanation: string;
  /** Whether it is done unless the user chooses: not what trains for minutes. */
  readonly byDefault: boolean;
  readonly wantsLabels: boolean;
  /** A few words, for a line of the tree: "linear h 63.3 % · z 57.0 %". */
  readonly brief: (record: EvaluationRecord) => string | null;
  /** A sentence, where it says more than the protocols before it. */
  readonly finding: (record: EvaluationRecord) => string | null;
  /** Its numbers, for a tooltip. */
  readonly facts: (record: EvaluationRecord) => readonly Fact[];
}

type Accuracies = { readonly h: { readonly top1: number }; readonly z: { readonly top1: number } };

const pair = ({ h, z }: Accuracies) => `h ${formatShare(h.top1)} · z ${formatShare(z.top1)}`;

/** The protocols, in the order in which they are shown. */
export const protocols: Readonly<Record<ProtocolName, ProtocolFace>> = {
  linear: {
    title: l10n.t('Linear evaluation'),
    explanation: l10n.t('how well a linear classifier tells the classes on frozen features'),
    byDefault: true,
    wantsLabels: true,
    brief: ({ linear }) => linear && l10n.t('linear {0}', pair(linear)),
    finding: ({ linear, chance }) =>
      linear &&
      l10n.t(
        'h predicts the class at {0}, z at {1} (chance {2}).',
        ...[linear.h.top1, linear.z.top1, chance].map(formatShare),
      ),
    facts: ({ linear }) => (linear ? [[l10n.t('Linear evaluation'), pair(linear)]] : []),
  },
  knn: {
    title: l10n.t('Nearest neighbours'),
    explanation: l10n.t('how often the weighted vote of the most similar images is right'),
    byDefault: true,
    wantsLabels: true,
    brief: ({ knn }) => knn && l10n.t('kNN {0}', pair(knn)),
    finding: ({ knn, linear, chance }) =>
      knn && linear === null
        ? l10n.t(
            'By nearest neighbours h predicts the class at {0}, z at {1} (chance {2}).',
            ...[knn.h.top1, knn.z.top1, chance].map(formatShare),
          )
        : null,
    facts: ({ knn }) => (knn ? [[l10n.t('Nearest neighbours'), pair(knn)]] : []),
  },
  factors: {
    title: l10n.t('What else is known'),
    explanation: l10n.t('colour, rotation, noise and more, read off h and off z: what the head throws away'),
    byDefault: true,
    wantsLabels: false,
    brief: ({ factors }) => factors && l10n.t('{0} factors', formatCount(factors.length)),
    finding: ({ factors }) => factors && factorsFinding(factors),
    facts: ({ factors }) =>
      (factors ?? []).map(({ name, h, z }) => [name, `h ${formatShare(h)} · z ${formatShare(z)}`]),
  },
  metrics: {
    title: l10n.t('Geometry'),
    explanation: l10n.t('alignment, uniformity, effective rank, distances within and between classes'),
    byDefault: true,
    wantsLabels: false,
    brief: ({ metrics }) =>
      metrics && l10n.t('effective rank h {0} · z {1}', metrics.h.rank.toFixed(1), metrics.z.rank.toFixed(1)),
    finding: ({ metrics, linear, knn, factors }) =>
      metrics && linear === null && knn === null && factors === null
        ? l10n.t(
            'Effective rank: {0} of {1} in h, {2} of {3} in z.',
            ...[metrics.h, metrics.z].flatMap(({ rank, largestRank }) => [rank.toFixed(1), largestRank]),
          )
        : null,
    facts: ({ metrics }) =>
      metrics
        ? [[l10n.t('Effective rank'), `h ${metrics.h.rank.toFixed(1)} · z ${metrics.z.rank.toFixed(1)}`]]
        : [],
  },
};

/** The protocols by name, in the order in which they are shown. */
export const shownProtocols = Object.keys(protocols) as readonly ProtocolName[];
