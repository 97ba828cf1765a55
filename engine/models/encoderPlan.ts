import type { EncoderConfig } from '../config/runConfig';

/** The first layers of an encoder: 3×3 stride 1 without pooling, or 7×7 stride 2 and max-pool. */
export type Stem = 'cifar' | 'imagenet';

/** A convolution with its batch norm, under torchvision's names. */
export interface ConvolutionPlan {
  /** Prefix of the filter's name: `layer1.0.conv1`. */
  readonly convolution: string;
  /** Prefix of the batch norm's names: `layer1.0.bn1`. */
  readonly norm: string;
  /** Side of the filter, of the input and of the output, in pixels. */
  readonly kernel: number;
  readonly inputSide: number;
  readonly outputSide: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly stride: number;
  /** Pixels of zeros on each side. */
  readonly pad: number;
}

/** A residual block: a chain of convolutions, and a projection of the shortcut where the shape changes. */
export interface BlockPlan {
  /** Name of the stage that it is in: `layer1`. */
  readonly stage: string;
  readonly convolutions: readonly ConvolutionPlan[];
  readonly projection: ConvolutionPlan | null;
}

/** An encoder as a list of its layers, without tensors. */
export interface EncoderPlan {
  readonly stem: Stem;
  readonly first: ConvolutionPlan;
  readonly maxPool: boolean;
  readonly blocks: readonly BlockPlan[];
  /** Size of the representation h. */
  readonly outputSize: number;
}

interface Architecture {
  /** Blocks in each stage. */
  readonly stages: readonly number[];
  readonly bottleneck: boolean;
  /** Channels of the first stage at 1×. */
  readonly width: number;
}

const architectures: Readonly<Record<EncoderConfig['architecture'], Architecture>> = {
  resnet8: { stages: [1, 1, 1], bottleneck: false, width: 16 },
  resnet20: { stages: [3, 3, 3], bottleneck: false, width: 16 },
  resnet18: { stages: [2, 2, 2, 2], bottleneck: false, width: 64 },
  resnet34: { stages: [3, 4, 6, 3], bottleneck: false, width: 64 },
  resnet50: { stages: [3, 4, 6, 3], bottleneck: true, width: 64 },
  resnet101: { stages: [3, 4, 23, 3], bottleneck: true, width: 64 },
  resnet152: { stages: [3, 8, 36, 3], bottleneck: true, width: 64 },
};

/** Output channels of a bottleneck block per channel of its middle. */
const expansion = 4;

/** Images up to this side get the CIFAR stem unless the configuration names one. */
const largestCifarSide = 64;

/** Channels of the first stage: the configured or the architecture's own, times the paper's 1×, 2× or 4×. */
export function encoderWidth(config: EncoderConfig): number {
  return (config.width ?? architectures[config.architecture].width) * config.widthMultiplier;
}

/**
 * The layers of an encoder for square images: He et al.'s ResNets, with the stride of a bottleneck in its 3×3
 * convolution as in torchvision, and resnet8 and resnet20 of their CIFAR kind (three stages of width w, 2w, 4w) but
 * with projections in the shortcuts.
 * @param imageSize side in pixels, 8 or more.
 */
export function planEncoder(config: EncoderConfig, imageSize: number): EncoderPlan {
  const { stages, bottleneck } = architectures[config.architecture];
  const stem = config.stem === 'auto' ? (imageSize <= largestCifarSide ? 'cifar' : 'imagenet') : config.stem;
  const width = encoderWidth(config);
  const first = convolution('', '1', 3, width, imageSize, stem === 'cifar' ? 3 : 7, stem === 'cifar' ? 1 : 2);
  const maxPool = stem === 'imagenet';

  let channels = width;
  let side = maxPool ? Math.ceil(first.outputSide / 2) : first.outputSide;
  const blocks = stages.flatMap((count, stage) =>
    Array.from({ length: count }, (_, index) => {
      const middle = width * 2 ** stage;
      const outputs = bottleneck ? middle * expansion : middle;
      const stride = stage > 0 && index === 0 ? 2 : 1;
      const block = planBlock(`layer${stage + 1}`, index, {
        channels,
        side,
        middle,
        outputs,
        stride,
        bottleneck,
      });
      channels = outputs;
      side = Math.ceil(side / stride);
      return block;
    }),
  );
  return { stem, first, maxPool, blocks, outputSize: channels };
}

/** Every convolution of an encoder with its batch norm, those of shortcuts too. */
export function convolutionsOf({ first, blocks }: EncoderPlan): readonly ConvolutionPlan[] {
  return [
    first,
    ...blocks.flatMap(({ convolutions, projection }) =>
      projection ? [...convolutions, projection] : convolutions,
    ),
  ];
}

/** The architecture that has these numbers of blocks in its stages; null where there is none. */
export function architectureOf(
  stages: readonly number[],
  bottleneck: boolean,
): EncoderConfig['architecture'] | null {
  const names = Object.keys(architectures) as EncoderConfig['architecture'][];
  const found = names.find(
    (name) =>
      architectures[name].bottleneck === bottleneck && architectures[name].stages.join() === stages.join(),
  );
  return found ?? null;
}

interface BlockShape {
  readonly channels: number;
  readonly side: number;
  readonly middle: number;
  readonly outputs: number;
  readonly stride: number;
  readonly bottleneck: boolean;
}

function planBlock(
  stage: string,
  index: number,
  { channels, side, middle, outputs, stride, bottleneck }: BlockShape,
): BlockPlan {
  const name = `${stage}.${index}.`;
  const reduced = Math.ceil(side / stride);
  const convolutions = bottleneck
    ? [
        convolution(name, '1', channels, middle, side, 1, 1),
        convolution(name, '2', middle, middle, side, 3, stride),
        convolution(name, '3', middle, outputs, reduced, 1, 1),
      ]
    : [
        convolution(name, '1', channels, middle, side, 3, stride),
        convolution(name, '2', middle, outputs, reduced, 3, 1),
      ];
  const changesShape = stride !== 1 || channels !== outputs;
  const projection = changesShape
    ? {
        ...convolution(name, '', channels, outputs, side, 1, stride),
        convolution: `${name}downsample.0`,
        norm: `${name}downsample.1`,
      }
    : null;
  return { stage, convolutions, projection };
}

function convolution(
  prefix: string,
  number: string,
  inputs: number,
  outputs: number,
  inputSide: number,
  kernel: number,
  stride: number,
): ConvolutionPlan {
  const pad = (kernel - 1) / 2;
  return {
    convolution: `${prefix}conv${number}`,
    norm: `${prefix}bn${number}`,
    kernel,
    inputSide,
    outputSide: Math.ceil(inputSide / stride),
    inputs,
    outputs,
    stride,
    pad,
  };
}
