import type { StudyInput } from '../studySchema';
import { asPublished, cifar, deep, ofCifar, ofDeep, published } from './recipes';

/** Sizes of z in the paper's figure 8. */
const paperSizes = [32, 64, 128, 256, 512, 1024, 2048];
const linear = [60.0, 61.3, 61.1, 60.6, 60.6, 60.5, 60.6];
const nonLinear = [63.6, 64.2, 64.3, 64.9, 64.8, 64.6, 64.8];

/** Figure 8 and section 4.2. */
export const projectionHead: StudyInput = {
  name: 'projection-head',
  title: 'Projection head',
  claim:
    'A non-linear projection head is better than a linear one, and a linear one than none; the representation before it is better than the one after it.',
  source: 'Paper, section 4.2, figure 8',
  sizes: {
    minutes: {
      about: `${ofDeep} 30 epochs, two sizes of z.`,
      config: deep,
      seeds: 3,
      leaveOut: { size: ['64', '256', '512', '1024', '2048'] },
    },
    hours: { about: ofCifar, config: cifar, seeds: 2, leaveOut: { size: ['64', '256', '1024', '2048'] } },
    paper: { about: asPublished, config: published, seeds: 1 },
  },
  axes: [
    {
      name: 'head',
      label: 'Projection head',
      levels: [
        { name: 'none', config: { head: { type: 'none' } }, only: { size: '32' } },
        { name: 'linear', config: { head: { type: 'linear' } } },
        { name: 'non-linear', config: { head: { type: 'nonlinear' } } },
      ],
    },
    {
      name: 'size',
      label: 'Size of z',
      levels: paperSizes.map((size) => ({
        name: String(size),
        value: size,
        config: { head: { outputSize: size } },
      })),
    },
  ],
  measures: [
    { name: 'h', label: 'Linear evaluation of h', from: 'summary', path: 'linear.h' },
    { name: 'z', label: 'Linear evaluation of z', from: 'summary', path: 'linear.z' },
    { name: 'knn', label: 'kNN of h', from: 'summary', path: 'knn.h' },
  ],
  figures: [
    {
      title: 'Linear evaluation of h',
      type: 'lines',
      measures: ['h'],
      x: 'size',
      series: 'head',
      scale: 'logarithmic',
    },
    { title: 'Before and after the head', type: 'bars', measures: ['h', 'z'], x: 'head', series: 'measures' },
  ],
  rules: [
    {
      text: 'A non-linear head is better than a linear one.',
      greater: { measure: 'h', at: { head: 'non-linear' } },
      than: { measure: 'h', at: { head: 'linear' } },
    },
    {
      text: 'A linear head is better than none.',
      greater: { measure: 'h', at: { head: 'linear' } },
      than: { measure: 'h', at: { head: 'none' } },
    },
    {
      text: 'h is better than z behind a non-linear head.',
      greater: { measure: 'h', at: { head: 'non-linear' } },
      than: { measure: 'z', at: { head: 'non-linear' } },
    },
  ],
  paper: {
    about: 'ImageNet, ResNet-50, 100 epochs; top-1 accuracy of linear evaluation. No head: 50.2.',
    values: [
      ...paperSizes.map((size, at) => ({
        at: { head: 'linear', size: String(size) },
        values: { h: linear[at] ?? NaN },
      })),
      ...paperSizes.map((size, at) => ({
        at: { head: 'non-linear', size: String(size) },
        values: { h: nonLinear[at] ?? NaN },
      })),
      { at: { head: 'none', size: '32' }, values: { h: 50.2 } },
    ],
  },
};
