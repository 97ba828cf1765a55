import type { StudyInput } from '../studySchema';
import { asPublished, cifar, ofCifar, oneMinute, published } from './recipes';

/** Table 6, at 1000 epochs. */
const table6 = [
  { name: '1×', value: 1, accuracy: 69.3 },
  { name: '2×', value: 2, accuracy: 74.2 },
  { name: '4×', value: 4, accuracy: 76.5 },
] as const;

/** Sections 2.3 and 6. */
export const linearEvaluation: StudyInput = {
  name: 'linear-evaluation',
  title: 'Linear evaluation',
  claim:
    'A linear classifier on the frozen encoder is far better than on the encoder as it was drawn, and wider encoders are better.',
  source: 'Paper, sections 2.3 and 6, table 6',
  sizes: {
    minutes: {
      about: 'Built-in images of 24 pixels (2,000), ResNet-8 of width 8, 16 and 32, 20 epochs.',
      config: { ...oneMinute, encoder: { architecture: 'resnet8', width: 8 }, epochs: 20 },
      seeds: 3,
    },
    hours: { about: ofCifar, config: cifar, seeds: 2 },
    paper: { about: `${asPublished} Here 1000 epochs.`, config: { ...published, epochs: 1000 }, seeds: 1 },
  },
  axes: [
    {
      name: 'width',
      label: 'Width of the encoder',
      levels: table6.map(({ name, value }) => ({
        name,
        value,
        config: { encoder: { widthMultiplier: value } },
      })),
    },
  ],
  evaluations: [{ protocols: ['linear'], solver: 'sgd', epochs: 30 }],
  measures: [
    { name: 'linear', label: 'Linear evaluation (L-BFGS)', from: 'summary', path: 'linear.h' },
    {
      name: 'descent',
      label: 'Linear evaluation as in the paper',
      from: 'evaluation',
      path: 'linear.h.top1',
    },
    { name: 'knn', label: 'kNN', from: 'summary', path: 'knn.h' },
    { name: 'untrained', label: 'Untrained encoder', from: 'summary', path: 'linear.untrainedH' },
  ],
  figures: [
    {
      title: 'What is learnt without labels',
      type: 'bars',
      measures: ['untrained', 'knn', 'linear', 'descent'],
      x: 'width',
      series: 'measures',
    },
  ],
  rules: [
    {
      text: 'At every width the trained encoder is better than the untrained one, by five points or more in the mean.',
      greater: { measure: 'linear' },
      than: { measure: 'untrained' },
      by: 5,
    },
    {
      text: '4× is better than 1×.',
      greater: { measure: 'linear', at: { width: '4×' } },
      than: { measure: 'linear', at: { width: '1×' } },
    },
  ],
  paper: {
    about: 'ImageNet, ResNet-50, 1000 epochs; top-1 accuracy.',
    values: table6.map(({ name, accuracy }) => ({ at: { width: name }, values: { descent: accuracy } })),
  },
};
