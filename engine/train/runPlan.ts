import { checkAgainstData, memoryProblem } from '../config/checkAgainstData';
import type { RunConfig } from '../config/runConfig';
import type { Dataset, ImageFileInfo } from '../data/dataset';
import { isLabelled } from '../evaluate/evaluationSplits';
import { estimateMemory, runMemory, suggestMicroBatch } from '../models/memoryEstimate';
import type { Parameter } from '../models/parameter';
import type { RunDataset, RunPlan } from '../runs/runRecord';
import type { Learner } from './learner';
import { MemoryShortage } from './memoryShortage';

/** The tensors of the CPU backend lie in one WebAssembly memory. */
const wasmMemory = 4 * 1024 ** 3;

/**
 * Refuses a configuration that these images do not allow.
 * @throws UserError naming every problem.
 */
export function checkRun(config: RunConfig, dataset: Dataset): void {
  const { train, test } = dataset;
  checkAgainstData(config, {
    trainCount: train.images.count,
    labelled: isLabelled(dataset),
    largestSide: Math.max(largestSide(train.images), largestSide(test.images)),
  });
}

/** What keeps this machine's memory from training so on the CPU; null where it suffices. */
export function cpuShortage(
  config: RunConfig,
  { imageSize }: Pick<Dataset, 'imageSize'>,
): MemoryShortage | null {
  const available = Math.min(wasmMemory, process.availableMemory());
  const problem = memoryProblem(runMemory(config, imageSize), available);
  if (problem === null) return null;
  const microBatch = suggestMicroBatch(config, imageSize, available);
  return new MemoryShortage(problem, microBatch, config, 'use a smaller batchSize, encoder or head');
}

/** Longer side in pixels of the largest image. */
function largestSide({ count, index }: ImageFileInfo): number {
  let largest = 0;
  for (let i = 0; i < count; i++) largest = Math.max(largest, index[3 * i + 1] ?? 0, index[3 * i + 2] ?? 0);
  return largest;
}

/** The size of the run. An epoch drops the images that do not fill a batch. */
export function planRun(config: RunConfig, dataset: Dataset, { encoder, head }: Learner): RunPlan {
  const stepsPerEpoch = Math.floor(dataset.train.images.count / config.batchSize);
  const numbers = (parameters: readonly Parameter[]) =>
    parameters.reduce((sum, { variable }) => sum + variable.size, 0);
  return {
    totalSteps: config.epochs * stepsPerEpoch,
    stepsPerEpoch,
    encoderParameters: numbers(encoder.parameters),
    headParameters: numbers(head.parameters),
    representationSize: encoder.outputSize,
    projectionSize: head.outputSize,
    peakMemory: estimateMemory(config, dataset.imageSize).total,
  };
}

/** What the run's record says of the data. */
export function describeDataset(dataset: Dataset): RunDataset {
  const { name, format, source, fingerprint, classes, imageSize, train, test, splitOrigin, badFiles } =
    dataset;
  return {
    name,
    format,
    source,
    fingerprint,
    classes,
    imageSize,
    trainCount: train.images.count,
    testCount: test.images.count,
    splitOrigin,
    badFiles: badFiles.length,
  };
}
