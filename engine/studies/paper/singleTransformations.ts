import type { StudyInput } from '../studySchema';
import { asPublished, cifar, ofCifar, ofSeconds, published, seconds } from './recipes';
import { singleOf, transformationNames } from './transformations';

/** The diagonal of figure 5. */
const diagonal = [33.1, 25.6, 18.8, 4.0, 9.8, 2.6, 2.6];

/** Section 3.1: each transformation alone, which are runs of the composition too. */
export const singleTransformations: StudyInput = {
  name: 'single-transformations',
  title: 'Transformations alone',
  claim:
    'No transformation alone gives good representations, though the network solves the contrastive task nearly perfectly: cropping alone does best.',
  source: 'Paper, section 3.1, diagonal of figure 5',
  sizes: {
    minutes: { about: ofSeconds, config: seconds, seeds: 10 },
    hours: { about: `${ofCifar} 20 epochs here.`, config: { ...cifar, epochs: 20 }, seeds: 1 },
    paper: { about: asPublished, config: published, seeds: 1 },
  },
  axes: [
    {
      name: 'transformation',
      label: 'Transformation',
      levels: [
        ...transformationNames.map((name) => ({
          name,
          config: { augment: { transforms: singleOf(name), secondBranch: [] } },
        })),
        {
          name: 'crop, color',
          config: { augment: { transforms: [...singleOf('crop'), ...singleOf('color')], secondBranch: [] } },
        },
      ],
    },
  ],
  measures: [
    { name: 'accuracy', label: 'Linear evaluation', from: 'summary', path: 'linear.h' },
    { name: 'contrastive', label: 'Contrastive accuracy', from: 'metrics', path: 'contrastiveAccuracy' },
  ],
  figures: [
    {
      title: 'The contrastive task and what is learnt by it',
      type: 'bars',
      measures: ['accuracy', 'contrastive'],
      x: 'transformation',
      series: 'measures',
    },
  ],
  rules: [
    {
      text: 'Crop with colour is better than the best transformation alone.',
      greater: { measure: 'accuracy', at: { transformation: 'crop, color' } },
      than: { measure: 'accuracy', at: { transformation: [...transformationNames] }, take: 'largest' },
    },
    {
      text: 'Of those alone, cropping does best.',
      greater: { measure: 'accuracy', at: { transformation: 'crop' } },
      than: {
        measure: 'accuracy',
        at: { transformation: transformationNames.filter((name) => name !== 'crop') },
        take: 'largest',
      },
    },
    {
      text: 'Yet cropping alone makes the contrastive task easier.',
      greater: { measure: 'contrastive', at: { transformation: 'crop' } },
      than: { measure: 'contrastive', at: { transformation: 'crop, color' } },
    },
  ],
  paper: {
    about: 'ImageNet, ResNet-50; top-1 accuracy of linear evaluation.',
    values: [
      ...transformationNames.map((name, at) => ({
        at: { transformation: name },
        values: { accuracy: diagonal[at] ?? NaN },
      })),
      { at: { transformation: 'crop, color' }, values: { accuracy: 56.3 } },
    ],
  },
};
