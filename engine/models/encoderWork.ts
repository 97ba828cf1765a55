import type { EncoderConfig } from '../config/runConfig';
import { convolutionsOf, planEncoder } from './encoderPlan';

/** Multiplications of the convolutions of one forward pass of a view of so many pixels a side. */
export function encoderWork(config: EncoderConfig, imageSize: number): number {
  return convolutionsOf(planEncoder(config, imageSize)).reduce(
    (sum, { kernel, outputSide, inputs, outputs }) => sum + kernel ** 2 * outputSide ** 2 * inputs * outputs,
    0,
  );
}
