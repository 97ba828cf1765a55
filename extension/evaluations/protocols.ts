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
  /** How long it takes, for what trains networks; that is not done unless the user chooses it. */
  readonly duration?: string;
  readonly wantsLabels: boolean;
  /** Whether it wants other images, which the user is asked for. */
  readonly wantsTarget?: true;
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
    wantsLabels: false,
    brief: ({ factors }) => factors && l10n.t('{0} factors', formatCount(factors.length)),
    finding: ({ factors }) => factors && factorsFinding(factors),
    facts: ({ factors }) =>
      (factors ?? []).map(({ name, h, z }) => [name, `h ${formatShare(h)} · z ${formatShare(z)}`]),
  },
  metrics: {
    title: l10n.t('Geometry'),
    explanation: l10n.t('alignment, uniformity, effective rank, distances within and between classes'),
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
  shortcut: {
    title: l10n.t('Colour shortcut'),
    explanation: l10n.t('how well colour histograms alone tell crops of an image from those of others'),
    wantsLabels: false,
    brief: ({ shortcut }) => shortcut && l10n.t('colour shortcut {0}', formatShare(shortcut.distorted)),
    finding: () => null,
    facts: ({ shortcut }) =>
      shortcut
        ? [
            [l10n.t('Colour shortcut, crops'), formatShare(shortcut.crops)],
            [l10n.t('Colour shortcut, distorted'), formatShare(shortcut.distorted)],
          ]
        : [],
  },
  'semi-supervised': {
    title: l10n.t('Semi-supervised learning'),
    explanation: l10n.t('all of f fine-tuned on shares of the labels, beside the same network from scratch'),
    duration: l10n.t('minutes to hours'),
    wantsLabels: true,
    brief: ({ semiSupervised }) =>
      semiSupervised &&
      l10n.t(
        'fine-tuned {0}',
        semiSupervised
          .map(({ share, fineTuned }) => `${percent(share)}: ${formatShare(fineTuned.top1)}`)
          .join(' · '),
      ),
    finding: ({ semiSupervised }) => {
      const [least] = semiSupervised ?? [];
      return least
        ? l10n.t(
            'Fine-tuned on {0} of the labels it reaches {1}, from scratch {2}.',
            percent(least.share),
            formatShare(least.fineTuned.top1),
            formatShare(least.scratch.top1),
          )
        : null;
    },
    facts: ({ semiSupervised }) =>
      (semiSupervised ?? []).map(({ share, fineTuned, scratch }) => [
        l10n.t('{0} of the labels', percent(share)),
        l10n.t('{0}, from scratch {1}', formatShare(fineTuned.top1), formatShare(scratch.top1)),
      ]),
  },
  transfer: {
    title: l10n.t('Transfer'),
    explanation: l10n.t('linear and fine-tuned on other images, beside random and supervised encoders'),
    duration: l10n.t('minutes to hours'),
    wantsLabels: false,
    wantsTarget: true,
    brief: ({ transfer }) =>
      transfer &&
      l10n.t('{0}: linear {1}', transfer.target.name, formatShare(transfer.linear.pretrained.top1)),
    finding: ({ transfer }) =>
      transfer &&
      l10n.t(
        'On {0} a linear classifier reaches {1}, fine-tuning {2}.',
        transfer.target.name,
        formatShare(transfer.linear.pretrained.top1),
        formatShare(transfer.fineTuned.pretrained.top1),
      ),
    facts: ({ transfer }) =>
      transfer
        ? [
            [l10n.t('Linear on {0}', transfer.target.name), formatShare(transfer.linear.pretrained.top1)],
            [
              l10n.t('Fine-tuned on {0}', transfer.target.name),
              formatShare(transfer.fineTuned.pretrained.top1),
            ],
          ]
        : [],
  },
  supervised: {
    title: l10n.t('Supervised baseline'),
    explanation: l10n.t('the same encoder and T, trained with labels'),
    duration: l10n.t('as long as the run'),
    wantsLabels: true,
    brief: ({ supervised }) => supervised && l10n.t('supervised {0}', formatShare(supervised.top1)),
    finding: ({ supervised }) =>
      supervised && l10n.t('Trained with labels it reaches {0}.', formatShare(supervised.top1)),
    facts: ({ supervised }) =>
      supervised ? [[l10n.t('Supervised baseline'), formatShare(supervised.top1)]] : [],
  },
};

/** "1 %", "12.5 %": shares that people choose have few digits. */
function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}

/** The protocols by name, in the order in which they are shown. */
export const shownProtocols = Object.keys(protocols) as readonly ProtocolName[];
