import type { StudyInput } from '../studySchema';
import { asPublished, cifar, ofCifar, published, seconds } from './recipes';
import { singleOf, transformationNames, type TransformationName } from './transformations';

/** Figure 5: rows are the first transformation, columns the second; the diagonal is one alone. */
const figure5: Readonly<Record<string, readonly number[]>> = {
  crop: [33.1, 33.9, 56.3, 46.0, 39.9, 35.0, 30.2],
  cutout: [32.2, 25.6, 33.9, 40.0, 26.5, 25.2, 22.4],
  color: [55.8, 35.5, 18.8, 21.0, 11.4, 16.5, 20.8],
  sobel: [46.2, 40.6, 20.9, 4.0, 9.3, 6.2, 4.2],
  noise: [38.8, 25.8, 7.5, 7.6, 9.8, 9.8, 9.6],
  blur: [35.1, 25.2, 16.6, 5.8, 9.7, 2.6, 6.7],
  rotate: [30.0, 22.5, 20.7, 4.3, 9.7, 6.5, 2.6],
};

const levels = transformationNames.map((name) => ({ name }));

const pair = (first: TransformationName, second: TransformationName) => ({
  measure: 'accuracy',
  at: { first, second },
});

const otherPairs = transformationNames.flatMap((first) =>
  transformationNames
    .filter(
      (second) => second !== first && [first, second].some((name) => name !== 'crop' && name !== 'color'),
    )
    .map((second) => pair(first, second)),
);

/** Section 3.1: pairs of transformations on one branch, the other branch left as it is. */
export const composition: StudyInput = {
  name: 'composition',
  title: 'Composition of augmentations',
  claim:
    'No single transformation suffices for good representations; of all pairs, random cropping with colour distortion stands out.',
  source: 'Paper, section 3.1, figure 5',
  sizes: {
    minutes: {
      about: 'Built-in images of 16 pixels (1,000), ResNet-8, 16 epochs.',
      config: { ...seconds, epochs: 16 },
      seeds: 3,
    },
    hours: { about: `${ofCifar} 20 epochs here.`, config: { ...cifar, epochs: 20 }, seeds: 1 },
    paper: { about: asPublished, config: published, seeds: 1 },
  },
  axes: [
    { name: 'first', label: 'First transformation', levels },
    { name: 'second', label: 'Second transformation', levels },
  ],
  cells: transformationNames.flatMap((first) =>
    transformationNames.map((second) => ({
      at: { first, second },
      config: {
        augment: {
          transforms: [...singleOf(first), ...(first === second ? [] : singleOf(second))],
          secondBranch: [],
        },
      },
    })),
  ),
  measures: [{ name: 'accuracy', label: 'Linear evaluation', from: 'summary', path: 'linear.h' }],
  figures: [
    {
      title: 'Linear evaluation under pairs of transformations',
      type: 'heatmap',
      measures: ['accuracy'],
      x: 'second',
      series: 'first',
      averages: true,
    },
  ],
  rules: [
    {
      text: 'Crop with colour, in either order, is better than the best transformation alone.',
      greater: { mean: [pair('crop', 'color'), pair('color', 'crop')] },
      than: { largest: transformationNames.map((name) => pair(name, name)) },
    },
    {
      text: 'Crop with colour is better than the mean of all other pairs.',
      greater: { mean: [pair('crop', 'color'), pair('color', 'crop')] },
      than: { mean: otherPairs },
    },
  ],
  paper: {
    about: 'ImageNet, ResNet-50; top-1 accuracy of linear evaluation.',
    values: transformationNames.flatMap((first) =>
      transformationNames.map((second, at) => ({
        at: { first, second },
        values: { accuracy: figure5[first]?.[at] ?? NaN },
      })),
    ),
  },
};
