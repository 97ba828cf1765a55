import { conv2d, type Rank, type Tensor } from '@tensorflow/tfjs-core';
import { runConfigSchema } from '../../../engine/config/runConfig';
import { convolutionsOf, planEncoder, type ConvolutionPlan } from '../../../engine/models/encoderPlan';
import {
  convolutionFilterGradient,
  convolutionInputGradient,
} from '../../../engine/ops/convolutionGradients';
import { inAllPrecisions, type GpuCase } from './gpuCase';
import type { GpuNetwork, GpuSizes } from './gpuSizes';
import { kernelCase } from './kernelCase';
import { noise } from './noise';

const passes = ['forward', 'input', 'filter'] as const;
type Pass = (typeof passes)[number];

/** Each convolution of the networks with the CIFAR stem, forward and both gradients, in TFLOP/s; many, so each once. */
export function convolutionCases(sizes: GpuSizes): GpuCase[] {
  return sizes.networks
    .filter(({ side }) => side <= 32)
    .flatMap((network) =>
      shapesOf(network).flatMap((shape) =>
        // Nobody asks for the gradient of the images.
        passes
          .filter((pass) => pass !== 'input' || shape.inputs > 3)
          .map((pass) => ({ ...convolutionCase(network.title, shape, pass, sizes), repeats: 1 })),
      ),
    );
}

/** The convolutions of a network, each shape once. */
function shapesOf({ architecture, width, side }: GpuNetwork): ConvolutionPlan[] {
  const { encoder } = runConfigSchema.parse({ encoder: { architecture, width } });
  const plans = convolutionsOf(planEncoder(encoder, side));
  return [...new Map(plans.map((plan) => [nameOf(plan), plan])).values()];
}

function nameOf({ kernel, stride, inputs, outputs, inputSide }: ConvolutionPlan): string {
  return `${kernel}×${kernel}${stride === 2 ? '/2' : ''} ${inputs}→${outputs} @${inputSide}`;
}

function convolutionCase(title: string, shape: ConvolutionPlan, pass: Pass, sizes: GpuSizes): GpuCase {
  const { kernel, inputs, outputs, inputSide: side, outputSide, stride, pad } = shape;
  const images = sizes.kernelImages;
  return kernelCase({
    name: `conv ${title} ${nameOf(shape)} ${pass}`,
    description: `convolution ${nameOf(shape)}, ${pass === 'forward' ? 'forward' : `gradient of the ${pass}`}, ${images} images`,
    unit: 'TFLOP/s',
    peers: inAllPrecisions([
      ...['conv', '--pass', pass, '--batch', String(images), '--size', String(side)],
      ...['--inputs', String(inputs), '--outputs', String(outputs)],
      ...['--filter', String(kernel), '--stride', String(stride)],
    ]),
    amount: (2 * images * outputSide ** 2 * inputs * outputs * kernel ** 2) / 1e12,
    sample: sizes.sample,
    prepare: (gpu) => {
      const x = noise<Rank.R4>(gpu, [images, side, side, inputs]);
      const filter = noise<Rank.R4>(gpu, [kernel, kernel, inputs, outputs]);
      const dy = noise<Rank.R4>(gpu, [images, outputSide, outputSide, outputs]);
      const work: Record<Pass, () => Tensor> = {
        forward: () => conv2d(x, filter, stride, pad, 'NHWC', 1, 'floor'),
        input: () => convolutionInputGradient(dy, filter, x.shape, { stride, pad }),
        filter: () => convolutionFilterGradient(x, dy, filter.shape, { stride, pad }),
      };
      return { tensors: [x, filter, dy], work: () => work[pass]().dispose() };
    },
  });
}
