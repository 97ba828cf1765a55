import { recordLength, recordTypes } from '../encodeTransforms';

/** Positions of a step's parameters that are no whole numbers (`assembly/records.ts` says what they are). */
const reals: Partial<Record<number, readonly number[]>> = {
  [recordTypes.color]: [1, 2, 3, 4],
  [recordTypes.blur]: [0],
  [recordTypes.noise]: [0],
};

/**
 * Writes steps as the GPU's program reads them: as many words as a record has numbers, the type and whole numbers as they
 * are, others as the bits of a float32.
 * @param steps as `ViewMaker.draw` returns them.
 * @param words memory that is written from word `at` on.
 */
export function packSteps(steps: Float64Array, words: DataView, at: number): void {
  for (let i = 0; i < steps.length; i += recordLength) {
    const real = reals[steps[i] ?? 0];
    for (let j = 0; j < recordLength; j++) {
      const value = steps[i + j] ?? 0;
      const byte = 4 * (at + i + j);
      if (real?.includes(j - 1)) words.setFloat32(byte, value, true);
      else words.setUint32(byte, value, true);
    }
  }
}
