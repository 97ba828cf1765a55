import type { StudyInput } from '../studySchema';
import { cifar, ofCifar, ofSeconds, seconds } from './recipes';

const of = (batch: string) => ({ measure: 'accuracy', at: { batch } });

/** Beyond the paper: Gao et al. (2021), "Scaling deep contrastive learning batch size under memory limited setup". */
export const gradientCaching: StudyInput = {
  name: 'gradient-caching',
  title: 'Gradient caching and the true batch',
  claim:
    'A batch that is embedded in micro-batches with cached gradients is learnt from about as well as one that is embedded at once: all negatives count, batch norm alone differs.',
  source: 'Gao et al. (2021), Scaling deep contrastive learning batch size; beyond the paper',
  sizes: {
    minutes: {
      about: `${ofSeconds} A batch of 128, at once and in micro-batches of 32, and one of 32.`,
      config: seconds,
      seeds: 4,
      levels: {
        batch: {
          whole: { label: '128 at once', config: { batchSize: 128 } },
          cached: { label: '128 in micro-batches of 32', config: { batchSize: 128, microBatch: 32 } },
          small: { label: '32', config: { batchSize: 32 } },
        },
      },
    },
    hours: {
      about: `${ofCifar} A batch of 1,024, at once and in micro-batches of 128, and one of 128.`,
      config: cifar,
      seeds: 2,
      levels: {
        batch: {
          whole: { label: '1,024 at once', config: { batchSize: 1024 } },
          cached: { label: '1,024 in micro-batches of 128', config: { batchSize: 1024, microBatch: 128 } },
          small: { label: '128', config: { batchSize: 128 } },
        },
      },
    },
  },
  axes: [
    {
      name: 'batch',
      label: 'Batch',
      levels: [{ name: 'whole' }, { name: 'cached' }, { name: 'small' }],
    },
  ],
  measures: [
    { name: 'accuracy', label: 'Linear evaluation', from: 'summary', path: 'linear.h' },
    { name: 'contrastive', label: 'Contrastive accuracy', from: 'metrics', path: 'contrastiveAccuracy' },
  ],
  figures: [{ title: 'Linear evaluation', type: 'bars', measures: ['accuracy'], x: 'batch' }],
  rules: [
    {
      text: 'In micro-batches the accuracy is at most three points below that of the batch at once.',
      greater: of('cached'),
      than: of('whole'),
      by: -3,
    },
    {
      text: 'The batch at once is at most three points below that in micro-batches.',
      greater: of('whole'),
      than: of('cached'),
      by: -3,
    },
  ],
};
