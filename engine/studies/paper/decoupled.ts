import type { StudyInput } from '../studySchema';
import { cifar, ofCifar, seconds } from './recipes';

const at = (loss: string, batch: string) => ({ measure: 'accuracy', at: { loss, batch } });

/** Beyond the paper: Yeh et al. (2021), "Decoupled contrastive learning". */
export const decoupled: StudyInput = {
  name: 'decoupled',
  title: 'Decoupled contrastive loss',
  claim:
    'Leaving the positive pair out of the denominator of NT-Xent makes learning from small batches better, and matters less in large ones.',
  source: 'Yeh et al. (2021), Decoupled contrastive learning, figure 1; beyond the paper',
  sizes: {
    minutes: {
      about: 'Built-in images of 16 pixels (1,000), ResNet-8, 20 epochs, SGD, batches of 8 and 64.',
      // The gradients of NT-Xent are small in small batches: Adam would make up for that.
      config: { ...seconds, optimizer: { type: 'sgd', learningRate: 0.07, scaling: 'sqrt' } },
      seeds: 5,
      levels: {
        batch: {
          small: { label: '8', config: { batchSize: 8 } },
          large: { label: '64', config: { batchSize: 64 } },
        },
      },
    },
    hours: {
      about: `${ofCifar} Batches of 32 and 512.`,
      config: { ...cifar, optimizer: { type: 'sgd', learningRate: 0.03, scaling: 'linear' } },
      seeds: 2,
      levels: {
        batch: {
          small: { label: '32', config: { batchSize: 32 } },
          large: { label: '512', config: { batchSize: 512 } },
        },
      },
    },
  },
  axes: [
    {
      name: 'loss',
      label: 'Loss',
      levels: [
        { name: 'NT-Xent', config: { loss: { type: 'nt-xent' } } },
        { name: 'decoupled', config: { loss: { type: 'decoupled' } } },
      ],
    },
    { name: 'batch', label: 'Batch size', levels: [{ name: 'small' }, { name: 'large' }] },
  ],
  measures: [{ name: 'accuracy', label: 'Linear evaluation', from: 'summary', path: 'linear.h' }],
  figures: [
    { title: 'By loss and batch size', type: 'bars', measures: ['accuracy'], x: 'batch', series: 'loss' },
  ],
  rules: [
    {
      text: 'In small batches the decoupled loss is better.',
      greater: at('decoupled', 'small'),
      than: at('NT-Xent', 'small'),
    },
    {
      text: 'In large batches it gains less than in small ones.',
      greater: { minus: [at('decoupled', 'small'), at('NT-Xent', 'small')] },
      than: { minus: [at('decoupled', 'large'), at('NT-Xent', 'large')] },
    },
  ],
};
