import type { StudyInput } from '../studySchema';
import { asPublished, cifar, colorDistortion, ofCifar, ofOneMinute, oneMinute, published } from './recipes';

/** Table 1, without AutoAugment. */
const strengths = [
  { name: '1/8', value: 1 / 8, simclr: 59.6, supervised: 77.0 },
  { name: '1/4', value: 1 / 4, simclr: 61.0, supervised: 76.7 },
  { name: '1/2', value: 1 / 2, simclr: 62.6, supervised: 76.5 },
  { name: '1', value: 1, simclr: 63.2, supervised: 75.7 },
  { name: '1 + blur', value: 1, simclr: 64.5, supervised: 75.4 },
];

/** Section 3.2. */
export const colorStrength: StudyInput = {
  name: 'color-strength',
  title: 'Strength of colour distortion',
  claim: 'Contrastive learning gains from stronger colour augmentation than supervised learning does.',
  source: 'Paper, section 3.2, table 1',
  sizes: {
    minutes: { about: ofOneMinute, config: oneMinute, seeds: 3 },
    hours: { about: ofCifar, config: cifar, seeds: 2 },
    paper: { about: asPublished, config: published, seeds: 1 },
  },
  axes: [
    {
      name: 'strength',
      label: 'Strength of colour distortion',
      levels: strengths.map(({ name, value }) => ({
        name,
        config: {
          augment: {
            transforms: [
              { type: 'crop', scale: [0.2, 1] },
              { type: 'flip' },
              ...colorDistortion(value),
              ...(name.endsWith('blur') ? [{ type: 'blur' } as const] : []),
            ],
          },
        },
      })),
    },
  ],
  evaluations: [{ protocols: ['supervised'] }],
  measures: [
    { name: 'simclr', label: 'SimCLR, linear evaluation', from: 'summary', path: 'linear.h' },
    { name: 'supervised', label: 'Supervised', from: 'evaluation', path: 'supervised.top1' },
  ],
  figures: [
    {
      title: 'Accuracy by strength of colour distortion',
      type: 'lines',
      measures: ['simclr', 'supervised'],
      x: 'strength',
      series: 'measures',
    },
  ],
  rules: [
    {
      text: 'From strength 1/8 to 1, SimCLR gains more than supervised learning.',
      greater: {
        minus: [
          { measure: 'simclr', at: { strength: '1' } },
          { measure: 'simclr', at: { strength: '1/8' } },
        ],
      },
      than: {
        minus: [
          { measure: 'supervised', at: { strength: '1' } },
          { measure: 'supervised', at: { strength: '1/8' } },
        ],
      },
    },
    {
      text: 'SimCLR is better at strength 1 than at 1/8.',
      greater: { measure: 'simclr', at: { strength: '1' } },
      than: { measure: 'simclr', at: { strength: '1/8' } },
    },
  ],
  paper: {
    about: 'ImageNet, ResNet-50, 100 epochs and 90 supervised; top-1 accuracy.',
    values: strengths.map(({ name, simclr, supervised }) => ({
      at: { strength: name },
      values: { simclr, supervised },
    })),
  },
};
