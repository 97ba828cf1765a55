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
