import type { EncoderConfig, HeadConfig, LossConfig, OptimizerConfig } from '../config/runConfig';
import { planEncoder, type BlockPlan, type ConvolutionPlan, type EncoderPlan } from './encoderPlan';
import { planHead, type HeadLayerPlan } from './head';

/** The part of a run's configuration that decides its memory. */
export interface MemoryConfig {
  readonly encoder: EncoderConfig;
  readonly head: HeadConfig;
  readonly loss: Pick<LossConfig, 'type' | 'semiHard'>;
  readonly optimizer: Pick<OptimizerConfig, 'type'>;
  readonly batchSize: number;
  readonly microBatch: number | null;
}

/** Bytes that the tensors of a training step need at its peak. */
export interface MemoryEstimate {
  /** Saved activations and gradients in flight of the views that are embedded at once. */
  readonly activations: number;
  /** The batch's views, its representations and projections, and what the loss compares them in. */
  readonly batch: number;
  /** Weights, their gradients and the optimizer's state. */
  readonly parameters: number;
  readonly total: number;
}

const bytesPerNumber = 4;
/** What scratch space, evaluations and waiting batches take on top of the estimate. */
const headroom = 1.2;

/** Tensors of a parameter's shape that each optimizer keeps. */
const optimizerSlots: Readonly<Record<OptimizerConfig['type'], number>> = { sgd: 1, lars: 1, adam: 2 };

/** Matrices [2N, 2N] that the losses without kernels of their own hold at once. */
const pairMatrices = { 'nt-xent': 0, 'nt-logistic': 9, margin: 11, decoupled: 9 } as const satisfies Record<
  LossConfig['type'],
  number
>;
/** The same where each view looks for its semi-hard negative. */
const semiHardMatrices = 13;

/**
 * Peak memory of a training step, in bytes, before anything is allocated: what the fused operations save, and the
 * gradients in flight, with every tensor given up at its last use. Scratch space within kernels, the evaluation and
 * batches that wait in the loader come on top (see `runMemory`).
 * @param imageSize side of the views in pixels.
 */
export function estimateMemory(config: MemoryConfig, imageSize: number): MemoryEstimate {
  const plan = planEncoder(config.encoder, imageSize);
  const head = planHead(config.head, plan.outputSize);
  const views = 2 * config.batchSize;
  const split = config.microBatch !== null && config.microBatch < config.batchSize;
  const embedded = split ? 2 * (config.microBatch ?? 0) : views;

  const image = 3 * imageSize * imageSize;
  const outputs = plan.outputSize + (head.at(-1)?.outputs ?? plan.outputSize);
  const hidden = head.reduce((sum, layer) => sum + 2 * layer.outputs, 0);
  const weights = countWeights(plan, head);
  // With micro-batches the sum of the gradients so far is kept beside those of one chunk.
  const copies = 1 + (split ? 2 : 1) + optimizerSlots[config.optimizer.type];

  const activations = bytesPerNumber * embedded * (encoderPeak(plan) + hidden + (split ? image : 0));
  // NT-Xent holds z, its normalised copy and its gradient.
  const matrices = config.loss.semiHard ? semiHardMatrices : pairMatrices[config.loss.type];
  const batch = bytesPerNumber * views * (image + 3 * outputs + matrices * views);
  const parameters = bytesPerNumber * weights * copies;
  return { activations, batch, parameters, total: activations + batch + parameters };
}

/** Bytes that a run needs, with what comes on top of the tensors of its steps. */
export function runMemory(config: MemoryConfig, imageSize: number): number {
  return headroom * estimateMemory(config, imageSize).total;
}

/**
 * The largest divisor of the batch that as `microBatch` makes a run fit into a number of bytes, or null where even one
 * image at a time does not fit.
 */
export function suggestMicroBatch(config: MemoryConfig, imageSize: number, bytes: number): number | null {
  for (let microBatch = config.batchSize; microBatch >= 1; microBatch--) {
    const divides = config.batchSize % microBatch === 0;
    if (divides && runMemory({ ...config, microBatch }, imageSize) <= bytes) return microBatch;
  }
  return null;
}

function countWeights(plan: EncoderPlan, head: readonly HeadLayerPlan[]): number {
  const blocks = plan.blocks.flatMap(({ convolutions, projection }) => [
    ...convolutions,
    ...(projection ? [projection] : []),
  ]);
  const convolutions = [plan.first, ...blocks].reduce(
    (sum, { kernel, inputs, outputs }) => sum + kernel * kernel * inputs * outputs + 2 * outputs,
    0,
  );
  return convolutions + head.reduce((sum, { inputs, outputs }) => sum + (inputs + 1) * outputs, 0);
}

/** Numbers in a convolution's output for one view. */
const outputNumbers = ({ outputSide, outputs }: ConvolutionPlan): number => outputSide * outputSide * outputs;

/** Walks through both passes as the operations allocate and release; numbers for one view at the highest point. */
function encoderPeak(plan: EncoderPlan): number {
  const meter = new Meter();
  const first = outputNumbers(plan.first);
  const pooled = plan.maxPool ? Math.ceil(plan.first.outputSide / 2) ** 2 * plan.first.outputs : 0;
  meter.take(2 * first + pooled);
  for (const block of plan.blocks) forwardBlock(meter, block);
  // The gradient of the last activation.
  let gradient = outputNumbers(lastOf(plan.blocks.at(-1)) ?? plan.first);
  meter.take(gradient);
  for (const block of plan.blocks.toReversed()) gradient = backwardBlock(meter, block);
  if (plan.maxPool) {
    meter.take(first);
    meter.give(pooled + gradient);
  }
  backwardBatchNorm(meter, first, { output: first, residual: 0 });
  return meter.peak;
}

/** Each convolution keeps its result before batch norm and, with ReLU, the output; a projection's output passes on. */
function forwardBlock(meter: Meter, { convolutions, projection }: BlockPlan): void {
  const shortcut = projection ? outputNumbers(projection) : 0;
  meter.take(2 * shortcut);
  for (const convolution of convolutions) meter.take(2 * outputNumbers(convolution));
  meter.give(shortcut);
}

/** Takes over the gradient of the block's output, leaves that of its input, and returns the latter's size. */
function backwardBlock(meter: Meter, block: BlockPlan): number {
  const { convolutions, projection } = block;
  const output = outputNumbers(lastOf(block) ?? projection ?? convolutions[0] ?? never());
  const input = inputNumbers(convolutions[0] ?? never());
  convolutions.toReversed().forEach((convolution, index) => {
    const numbers = outputNumbers(convolution);
    // The shortcut's gradient waits until the block's own convolutions are done.
    backwardBatchNorm(meter, numbers, { output: numbers, residual: index === 0 ? numbers : 0 });
    meter.take(inputNumbers(convolution));
    meter.give(numbers);
  });
  if (projection) {
    backwardBatchNorm(meter, output, { output: 0, residual: 0 });
    meter.take(input);
    meter.give(output);
  }
  meter.take(input);
  meter.give(2 * input);
  return input;
}

/** dy becomes the gradient of the convolution's result (and of the residual); what was saved for it goes. */
function backwardBatchNorm(
  meter: Meter,
  numbers: number,
  { output, residual }: { output: number; residual: number },
): void {
  meter.take(numbers + residual);
  meter.give(2 * numbers + output);
}

const inputNumbers = ({ inputSide, inputs }: ConvolutionPlan): number => inputSide * inputSide * inputs;

const lastOf = (block: BlockPlan | undefined): ConvolutionPlan | undefined => block?.convolutions.at(-1);

function never(): never {
  throw new Error('a residual block has convolutions');
}

/** Counts what is held, and remembers the most. */
class Meter {
  peak = 0;
  private held = 0;

  take(numbers: number): void {
    this.held += numbers;
    this.peak = Math.max(this.peak, this.held);
  }

  give(numbers: number): void {
    this.held -= numbers;
  }
}
