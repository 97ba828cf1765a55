/** A square convolution of a network, at the size of its images. */
export interface BenchShape {
  readonly network: 'ResNet-8' | 'ResNet-18';
  readonly images: number;
  /** Side of the input in pixels, channels in and out, side of the filter. */
  readonly size: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly filter: 1 | 3;
  readonly stride: 1 | 2;
}

type Layer = readonly [size: number, inputs: number, outputs: number, filter: 1 | 3, stride: 1 | 2];

/** Of width 16; three stages. */
const resnet8: readonly Layer[] = [
  [32, 3, 16, 3, 1],
  [32, 16, 16, 3, 1],
  [32, 16, 32, 3, 2],
  [32, 16, 32, 1, 2],
  [16, 32, 32, 3, 1],
  [16, 32, 64, 3, 2],
  [16, 32, 64, 1, 2],
  [8, 64, 64, 3, 1],
];

/** With the CIFAR stem: 3 × 3, no pooling. */
const resnet18: readonly Layer[] = [
  [32, 3, 64, 3, 1],
  [32, 64, 64, 3, 1],
  [32, 64, 128, 3, 2],
  [32, 64, 128, 1, 2],
  [16, 128, 128, 3, 1],
  [16, 128, 256, 3, 2],
  [16, 128, 256, 1, 2],
  [8, 256, 256, 3, 1],
  [8, 256, 512, 3, 2],
  [8, 256, 512, 1, 2],
  [4, 512, 512, 3, 1],
];

const shapesOf = (network: BenchShape['network'], images: number, layers: readonly Layer[]) =>
  layers.map(([size, inputs, outputs, filter, stride]): BenchShape => ({
    ...{ network, images, size, inputs, outputs, filter, stride },
  }));

/** Every convolution of ResNet-8 of width 16 and of ResNet-18 on images of 32 × 32, each once. */
export const benchShapes: readonly BenchShape[] = [
  ...shapesOf('ResNet-8', 256, resnet8),
  ...shapesOf('ResNet-18', 32, resnet18),
];

/** Floating-point operations of one pass: a multiplication and an addition for each tap of each output. */
export function operationsOf({ images, size, inputs, outputs, filter, stride }: BenchShape): number {
  const side = Math.ceil(size / stride);
  return 2 * images * side * side * inputs * outputs * filter * filter;
}
