import { writeEmbeddings } from '../../../engine/runs/embeddings';
import type { TrainingState } from '../../../engine/runs/trainingState';

/** A training state in which every number of every tensor is the step: a mixture of two would show. */
export function trainingState(step: number, bestStep: number | null = null): TrainingState {
  return {
    meta: {
      step,
      totalSteps: 1000,
      epoch: Math.floor(step / 10),
      stepInEpoch: step % 10,
      time: step / 3,
      seed: 5,
      counters: { probe: step },
      best: bestStep === null ? null : { step: bestStep, value: 0.1 + 0.2 },
      trainer: { untrained: [1 / 3, null, 'text'] },
    },
    tensors: [
      { name: 'encoder.conv1.weight', shape: [3, 3, 3, 16], data: new Float32Array(432).fill(step) },
      { name: 'head.0.bias', shape: [5000], data: new Float32Array(5000).fill(step) },
      { name: 'optimizer.count', shape: [], data: Float32Array.of(step) },
    ],
  };
}

/** Writes embeddings of one image, of two numbers each, as those of a step. */
export function writeSmallEmbeddings(folder: string, step: number): void {
  const matrix = { data: new Float32Array(2), count: 1, size: 2 };
  writeEmbeddings(
    folder,
    step,
    { h: matrix, z: matrix },
    { split: 'test', classes: null, ids: ['a'], labels: null, factors: [], sampling: null },
  );
}
