import type { StudyInput } from '../studySchema';
import { asPublished, cifar, colorDistortion, deep, ofCifar, ofDeep, published } from './recipes';

/** Table 3, by the names that the factor probes have. */
const tasks = [
  { name: 'colour or gray', h: 99.3, z: 97.4, chance: 80 },
  { name: 'rotation', h: 67.6, z: 25.6, chance: 25 },
  { name: 'original or noise', h: 99.5, z: 59.6, chance: 50 },
  { name: 'original or Sobel', h: 96.6, z: 56.3, chance: 50 },
] as const;

const knows = (task: string, representation: 'h' | 'z') => ({
  measure: 'accuracy',
  at: { task, representation },
});

/** Section 4.2: rotation, noise and Sobel are among the transformations that z learns to be blind to. */
export const whatHAndZKnow: StudyInput = {
  name: 'h-and-z',
  title: 'What h and z know',
  claim:
    'z = g(h) is trained to be invariant to the transformations, so the projection head drops what may be of use later: more of what was done to an image can be told from h than from z.',
  source: 'Paper, section 4.2, table 3',
  config: {
    augment: {
      transforms: [
        { type: 'crop', scale: [0.2, 1] },
        { type: 'flip' },
        ...colorDistortion(1),
        { type: 'rotate', p: 0.5 },
        { type: 'noise', p: 0.5 },
        { type: 'sobel', p: 0.2 },
      ],
    },
  },
  sizes: {
    minutes: {
      about: `${ofDeep} z is as large as h. Built-in shapes lie at any angle, so that none could tell how they were turned.`,
      config: { ...deep, head: { ...deep.head, outputSize: 64 }, epochs: 60 },
      seeds: 4,
      leaveOut: { task: 'rotation' },
    },
    hours: { about: ofCifar, config: { ...cifar, head: { outputSize: 512 } }, seeds: 3 },
    paper: { about: asPublished, config: { ...published, head: { outputSize: 2048 } }, seeds: 1 },
  },
  axes: [
    { name: 'task', label: 'What is to be told', levels: tasks.map(({ name }) => ({ name })) },
    { name: 'representation', label: 'From', levels: [{ name: 'h' }, { name: 'z' }] },
  ],
  evaluations: [{ protocols: ['factors'], maxImages: 2000 }],
  measures: [
    { name: 'accuracy', label: 'Accuracy', from: 'evaluation', path: 'factors.{task}.{representation}' },
  ],
  figures: [
    {
      title: 'What was done to an image, told from h and from z',
      type: 'bars',
      measures: ['accuracy'],
      x: 'task',
      series: 'representation',
    },
  ],
  rules: tasks.map(({ name }) => ({
    text: `${name.charAt(0).toUpperCase()}${name.slice(1)} is told better from h than from z.`,
    greater: knows(name, 'h'),
    than: knows(name, 'z'),
  })),
  paper: {
    about:
      'ImageNet, ResNet-50, z of 2048; chance is 80, 25, 50 and 50 % (its colour task has four times as many of one kind).',
    values: tasks.flatMap(({ name, h, z }) => [
      { at: { task: name, representation: 'h' }, values: { accuracy: h } },
      { at: { task: name, representation: 'z' }, values: { accuracy: z } },
    ]),
  },
};
