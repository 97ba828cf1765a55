import type { Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import type { HeadConfig } from '../config/runConfig';
import { dense } from '../ops/dense';

import { release } from '../ops/recordOperation';
import { reshape } from '../ops/reshape';
import { streams } from '../random/streams';
import { BatchNormLayer } from './batchNormLayer';
import type { ForwardMode, Network } from './parameter';
import { ParameterList, uniformFanIn } from './parameterList';

/** A fully connected layer of a head. */
export interface HeadLayerPlan {
  readonly inputs: number;
  readonly outputs: number;
  /** ReLU after it, and an offset: a bias, or that of the batch norm. */
  readonly relu: boolean;
  readonly offset: boolean;
}

/**
 * The layers of g for representations of a given size. Hidden layers have an offset and ReLU; the last layer of a
 * non-linear head has neither, as in the authors' code; a linear head has an offset.
 */
export function planHead(config: HeadConfig, inputSize: number): readonly HeadLayerPlan[] {
  switch (config.type) {
    case 'none':
      return [];
    case 'linear':
      return [{ inputs: inputSize, outputs: config.outputSize, relu: false, offset: true }];
    case 'nonlinear': {
      const hidden = config.hiddenSize ?? inputSize;
      const layers = Array.from({ length: config.hiddenLayers }, (_, index) => ({
        inputs: index === 0 ? inputSize : hidden,
        outputs: hidden,
        relu: true,
        offset: true,
      }));
      return [...layers, { inputs: hidden, outputs: config.outputSize, relu: false, offset: false }];
    }
  }
}

/**
 * Builds the projection head g: representations h [B, inputSize] to projections z [B, outputSize], not normalised.
 * Without a head z equals h. Weights and biases start as in PyTorch (uniform over ±1/√inputs).
 * @param seed of the first values, an unsigned 32-bit integer.
 */
export function createHead(config: HeadConfig, inputSize: number, seed: number): Network<Tensor2D, Tensor2D> {
  const plans = planHead(config, inputSize);
  const list = new ParameterList(seed, streams.head);
  const layers = plans.map((plan, index) =>
    config.batchNorm
      ? batchNormLayer(list, `layers.${index}`, plan)
      : plainLayer(list, `layers.${index}`, plan),
  );
  return {
    parameters: list.parameters,
    buffers: list.buffers,
    outputSize: plans.at(-1)?.outputs ?? inputSize,
    apply: (h, mode) => {
      let x = reshape<Tensor2D>(h, h.shape);
      for (const layer of layers) {
        const next = layer(x, mode);
        release(x);
        x = next;
      }
      return x;
    },
    dispose: () => {
      list.dispose();
    },
  };
}

type Layer = (x: Tensor2D, mode: ForwardMode) => Tensor2D;

function plainLayer(
  list: ParameterList,
  name: string,
  { inputs, outputs, relu, offset }: HeadLayerPlan,
): Layer {
  const initialize = uniformFanIn(inputs);
  const weight = list.parameter<Tensor2D>(`${name}.weight`, 'weight', [inputs, outputs], initialize);
  const bias = offset ? list.parameter<Tensor1D>(`${name}.bias`, 'bias', [outputs], initialize) : null;
  return (x) => dense(x, weight, bias, relu);
}

/** A fully connected layer with batch norm is a 1×1 convolution of a 1×1 image with batch norm. */
function batchNormLayer(
  list: ParameterList,
  name: string,
  { inputs, outputs, relu, offset }: HeadLayerPlan,
): Layer {
  const weight = list.parameter<Tensor2D>(
    `${name}.weight`,
    'weight',
    [inputs, outputs],
    uniformFanIn(inputs),
  );
  const norm = new BatchNormLayer(list, `${name}.bn`, outputs, { gain: 1, offset });
  return (x, mode) => {
    const batch = x.shape[0];
    const image = reshape<Tensor4D>(x, [batch, 1, 1, inputs]);
    const filter = reshape<Tensor4D>(weight, [1, 1, inputs, outputs]);
    const out = norm.apply(image, filter, { stride: 1, pad: 0, relu }, mode);
    release(image, filter);
    const flat = reshape<Tensor2D>(out, [batch, outputs]);
    release(out);
    return flat;
  };
}
