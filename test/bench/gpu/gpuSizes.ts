import type { RunConfigInput } from '../../../engine/config/runConfig';

/** A network and its batch, for steps and loops. */
export interface GpuNetwork {
  readonly title: string;
  readonly architecture: 'resnet8' | 'resnet18' | 'resnet50';
  readonly width: number;
  /** Side of the views in pixels, and of the images that the loop crops them from. */
  readonly side: number;
  readonly imageSide: number;
  /** N: images a step, of which there are two views each. */
  readonly images: number;
  readonly transforms: NonNullable<NonNullable<RunConfigInput['augment']>['transforms']>;
}

/** How much of everything is measured. */
export interface GpuSizes {
  /** Milliseconds of a sample of a kernel. */
  readonly sample: number;
  /** Workgroups of the peak's program, and rounds of each. */
  readonly peak: { readonly groups: number; readonly rounds: number };
  /** Values that are copied for the bandwidth, and those of a batch norm. */
  readonly copied: number;
  /** Images of the convolutions of the networks. */
  readonly kernelImages: number;
  /** Side of the matrix product. */
  readonly product: number;
  readonly batchNorms: readonly { readonly rows: number; readonly channels: number }[];
  /** Views that NT-Xent compares. */
  readonly ntXent: readonly number[];
  /** Sides of views, and how many are made. */
  readonly views: readonly {
    readonly side: number;
    readonly imageSide: number;
    readonly count: number;
    readonly blur: boolean;
  }[];
  readonly networks: readonly GpuNetwork[];
  /** Steps that are not counted, and steps that are. */
  readonly warmUp: number;
  readonly steps: number;
}

const small = [{ type: 'crop' }, { type: 'flip' }, { type: 'color' }, { type: 'grayscale' }] as const;
const large = [...small, { type: 'blur' }] as const;

/** Sizes that keep a GPU of a data centre busy. */
export const fullSizes: GpuSizes = {
  sample: 10,
  peak: { groups: 8192, rounds: 4096 },
  copied: 2 ** 27,
  kernelImages: 512,
  product: 4096,
  batchNorms: [
    { rows: 512 * 32 * 32, channels: 64 },
    { rows: 512 * 8 * 8, channels: 1024 },
  ],
  ntXent: [1024, 8192],
  views: [
    { side: 32, imageSide: 32, count: 4096, blur: false },
    { side: 224, imageSide: 256, count: 256, blur: true },
  ],
  networks: [
    {
      ...{ title: 'ResNet-18', architecture: 'resnet18', width: 64 },
      ...{ side: 32, imageSide: 32, images: 512, transforms: [...small] },
    },
    {
      ...{ title: 'ResNet-50', architecture: 'resnet50', width: 64 },
      ...{ side: 32, imageSide: 32, images: 512, transforms: [...small] },
    },
    {
      ...{ title: 'ResNet-50 at 224 px', architecture: 'resnet50', width: 64 },
      ...{ side: 224, imageSide: 256, images: 128, transforms: [...large] },
    },
  ],
  warmUp: 2,
  steps: 8,
};

/** The same in sizes for a GPU in software. */
export const tinySizes: GpuSizes = {
  sample: 1,
  peak: { groups: 2, rounds: 8 },
  copied: 2 ** 12,
  kernelImages: 2,
  product: 32,
  batchNorms: [{ rows: 64, channels: 8 }],
  ntXent: [16],
  views: [
    { side: 8, imageSide: 12, count: 4, blur: false },
    { side: 16, imageSide: 12, count: 2, blur: true },
  ],
  networks: [
    {
      ...{ title: 'ResNet-8', architecture: 'resnet8', width: 4 },
      ...{ side: 8, imageSide: 12, images: 2, transforms: [...large] },
    },
  ],
  warmUp: 1,
  steps: 2,
};
