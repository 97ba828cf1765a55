import type { EvaluationView, ProtocolName } from '../../extension/evaluationPanel/messages';
import { formatValue } from '../format/formatValue';
import { factors } from './factors';
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
      detail: `L-BFGS, penalty chosen on a fifth of the training images: ${penalty(record.linear.h.l2)} for h, ${penalty(record.linear.z.l2)} for z`,
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
};

function penalty(l2: number): string {
  return formatValue('number', l2);
}
