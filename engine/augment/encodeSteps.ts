import { recordLength, recordTypes } from './encodeTransforms';

/** A step that is not drawn but given: what is to be done to an image, and how. */
export type Step =
  | { readonly type: 'center' | 'flip' | 'grayscale' | 'sobel' }
  /** Quarter turns counter-clockwise, 1 to 3. */
  | { readonly type: 'rotate'; readonly turns: number }
  /** Gaussian noise of standard deviation `sigma`, from Philox's key and counter (words 1 to 3). */
  | {
      readonly type: 'noise';
      readonly sigma: number;
      readonly key: readonly [number, number];
      readonly counter: readonly [number, number, number];
    };

/** The steps as `ViewMaker.apply` takes them: a record each. */
export function encodeSteps(steps: readonly Step[]): Float64Array {
  const records = new Float64Array(steps.length * recordLength);
  steps.forEach((step, i) => {
    records.set([recordTypes[step.type], ...parameters(step)], i * recordLength);
  });
  return records;
}

function parameters(step: Step): readonly number[] {
  switch (step.type) {
    case 'rotate':
      return [step.turns];
    case 'noise':
      return [step.sigma, ...step.key, ...step.counter];
    case 'center':
    case 'flip':
    case 'grayscale':
    case 'sobel':
      return [];
  }
}
