import type { EvaluationView, ProtocolName } from '../../extension/evaluationPanel/messages';
import { formatCount } from '../../extension/format/formatNumbers';
import { formatValue } from '../format/formatValue';
import { factors } from './factors';
import { recipeText, semiSupervised, shortcut, supervised, transfer } from './learning';
import { metrics } from './metrics';
import { report } from './report';

/** What the page says of a protocol: how it was done, in a few words, and what came out. */
export interface Section {
  readonly detail: string;
  readonly content: readonly HTMLElement[];
}

/** The section of each protocol; null where it was not asked for. */
export const sections: Readonly<Record<ProtocolName, (view: EvaluationView) => Section | null>> = {
  linear: ({ record }) =>
    record.linear && {
      detail: linearDetail(record.linear),
      content: report('linear', record.linear, record),
    },
  knn: ({ record }) =>
    record.knn && {
      detail: `k = ${record.request.neighbours}, cosine similarity, τ = ${record.request.temperature}`,
      content: report('knn', record.knn, record),
    },
  factors: ({ record, lossThreshold }) =>
    record.factors && {
      detail: 'accuracy of linear classifiers',
      content: factors(record.factors, lossThreshold),
    },
  metrics: ({ record }) =>
    record.metrics && { detail: 'on the test images, of unit length', content: metrics(record.metrics) },
  shortcut: ({ record }) =>
    record.shortcut && {
      detail: `on ${formatCount(record.shortcut.images)} images`,
      content: shortcut(record.shortcut),
    },
  'semi-supervised': ({ record }) =>
    record.semiSupervised && {
      detail: 'images without a chosen label are left out',
      content: semiSupervised(record.semiSupervised, record.chance),
    },
  transfer: ({ record }) =>
    record.transfer && {
      detail: `to ${record.transfer.target.name}: ${formatCount(record.transfer.target.trainImages)} training and ${formatCount(record.transfer.target.testImages)} test images; supervised: the same encoder trained on the labels of the run`,
      content: transfer(record.transfer),
    },
  supervised: ({ record }) =>
    record.supervised && {
      detail: 'what linear evaluation is measured against',
      content: supervised(record.supervised, record),
    },
};

function linearDetail({ h, z }: NonNullable<EvaluationView['record']['linear']>): string {
  return h.recipe === null
    ? `L-BFGS, penalty chosen on a fifth of the training images: ${penalty(h.l2)} for h, ${penalty(z.l2)} for z`
    : `by descent on crops and flips: ${recipeText({ recipe: h.recipe })}`;
}

function penalty(l2: number): string {
  return formatValue('number', l2);
}
