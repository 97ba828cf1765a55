import { encodeSteps, type Step } from '../augment/encodeSteps';
import { streams } from '../random/streams';

/** A question of the paper's table 3: which of these things was done to the image? */
export interface TransformTask {
  readonly name: string;
  /** What each class is, in words. */
  readonly classes: readonly string[];
  /** What is done after the evaluation view has been made, for each class; `image` tells one noise from another. */
  readonly steps: readonly ((image: number, seed: number) => readonly Step[])[];
}

/** Standard deviation of the noise, of values 0 to 1. */
const noiseSigma = 0.1;

const untouched = (): readonly Step[] => [];

/** Colour against gray, rotation by quarter turns, original against noise, original against Sobel. */
export const transformTasks: readonly TransformTask[] = [
  {
    name: 'colour or gray',
    classes: ['colour', 'gray'],
    steps: [untouched, () => [{ type: 'grayscale' }]],
  },
  {
    name: 'rotation',
    classes: ['0°', '90°', '180°', '270°'],
    steps: [untouched, ...[1, 2, 3].map((turns) => (): readonly Step[] => [{ type: 'rotate', turns }])],
  },
  {
    name: 'original or noise',
    classes: ['original', 'noise'],
    steps: [
      untouched,
      (image, seed) => [
        { type: 'noise', sigma: noiseSigma, key: [seed, streams.factorProbe], counter: [0, image, 0] },
      ],
    ],
  },
  {
    name: 'original or Sobel',
    classes: ['original', 'Sobel'],
    steps: [untouched, () => [{ type: 'sobel' }]],
  },
];

/** The steps of one class of a task on one image, as the augmentation reads them. */
export function taskSteps(task: TransformTask, label: number, image: number, seed: number): Float64Array {
  return encodeSteps([{ type: 'center' }, ...(task.steps[label]?.(image, seed) ?? [])]);
}
