import type { Tensor, Variable } from '@tensorflow/tfjs-core';

/** What a parameter is, which decides its exclusions from weight decay and layer adaptation (LARS, appendix A). */
export type ParameterKind = 'weight' | 'bias' | 'norm';

/** A trainable tensor. Names follow torchvision (`layer1.0.conv1.weight`); layouts are tfjs's (HWIO, [in, out]). */
export interface Parameter {
  readonly name: string;
  readonly kind: ParameterKind;
  readonly variable: Variable;
}

/** A tensor that is state but not trained: running means and variances of batch norm. */
export interface Buffer {
  readonly name: string;
  readonly variable: Variable;
}

/** How a network is applied. */
export interface ForwardMode {
  /** Batch statistics (true) or running statistics (false). */
  readonly training: boolean;
  /** Whether the running statistics move; only meaningful in training. */
  readonly updateStatistics: boolean;
  /** Passes that together make up one step (gradient caching), 1 unless given; each moves the statistics by its part. */
  readonly passesPerStep?: number;
}

/** A network with parameters: the encoder f or the projection head g. */
export interface Network<In extends Tensor, Out extends Tensor> {
  readonly parameters: readonly Parameter[];
  readonly buffers: readonly Buffer[];
  /** Size of the last dimension of the output. */
  readonly outputSize: number;
  apply(input: In, mode: ForwardMode): Out;
  dispose(): void;
}
