import type { Tensor4D } from '@tensorflow/tfjs-core';
import { fork } from '../ops/fork';
import { release } from '../ops/recordOperation';
import { BatchNormLayer, type LayerOptions } from './batchNormLayer';
import type { BlockPlan, ConvolutionPlan } from './encoderPlan';
import type { ForwardMode } from './parameter';
import { heNormal, type ParameterList } from './parameterList';

/** A convolution without bias, its batch norm, and optionally a residual and ReLU. */
export class ConvolutionLayer {
  private readonly filter: Tensor4D;
  private readonly norm: BatchNormLayer;

  /** @param gain first value of the batch norm's gain. */
  constructor(
    list: ParameterList,
    private readonly plan: ConvolutionPlan,
    gain = 1,
  ) {
    const { kernel, inputs, outputs } = plan;
    this.filter = list.parameter<Tensor4D>(
      `${plan.convolution}.weight`,
      'weight',
      [kernel, kernel, inputs, outputs],
      heNormal(kernel, outputs),
    );
    this.norm = new BatchNormLayer(list, plan.norm, outputs, { gain, offset: true });
  }

  apply(x: Tensor4D, mode: ForwardMode, options: LayerOptions): Tensor4D {
    const { stride, pad } = this.plan;
    return this.norm.apply(x, this.filter, { stride, pad, ...options }, mode);
  }
}

/** A residual block, basic or bottleneck: ReLU(F(x) + shortcut(x)), the last batch norm of F taking the sum. */
export class ResidualBlock {
  private readonly layers: readonly ConvolutionLayer[];
  private readonly projection: ConvolutionLayer | null;

  /** @param zeroInit whether F starts at zero, by the gain of its last batch norm (Goyal et al., 2017). */
  constructor(list: ParameterList, plan: BlockPlan, zeroInit: boolean) {
    const last = plan.convolutions.length - 1;
    this.layers = plan.convolutions.map(
      (convolution, index) => new ConvolutionLayer(list, convolution, zeroInit && index === last ? 0 : 1),
    );
    this.projection = plan.projection && new ConvolutionLayer(list, plan.projection);
  }

  /** Takes x over: it is disposed of. */
  apply(x: Tensor4D, mode: ForwardMode): Tensor4D {
    const [direct, toShortcut] = fork(x);
    release(x);
    let shortcut = toShortcut;
    if (this.projection) {
      shortcut = this.projection.apply(toShortcut, mode, { relu: false });
      release(toShortcut);
    }
    return this.layers.reduce((input, layer, index) => {
      const isLast = index === this.layers.length - 1;
      const output = layer.apply(input, mode, isLast ? { relu: true, residual: shortcut } : { relu: true });
      release(input);
      if (isLast) release(shortcut);
      return output;
    }, direct);
  }
}
