import type { BestCheckpoint } from './runRecord';

/** A float32 tensor by name: `encoder.layer1.0.conv1.weight`, `head.…`, `probe.…`, `optimizer.…`. */
export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** Row-major, as many numbers as the shape says. */
  readonly data: Float32Array;
}

/** A value that JSON can hold without loss. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * Everything but tensors that a run needs to go on as if it had never stopped. The run folder adds the configuration
 * when it writes a checkpoint, and refuses one of another configuration when it reads it.
 */
export interface CheckpointMeta {
  /** Optimizer steps taken, which is also the position in the learning rate's schedule. */
  readonly step: number;
  readonly totalSteps: number;
  /** Epoch (from 0) and step within it (from 0) of the next batch to be trained on. */
  readonly epoch: number;
  readonly stepInEpoch: number;
  /** Seconds of training so far. */
  readonly time: number;
  readonly seed: number;
  /** Counters of the random generators that are not a function of seed, epoch and step; often empty. */
  readonly counters: Readonly<Record<string, number>>;
  readonly best: BestCheckpoint | null;
  /** What the trainer wants back on resume, for instance the untrained encoder's accuracies. */
  readonly trainer: Json;
}

/** The contents of a checkpoint. */
export interface TrainingState {
  readonly meta: CheckpointMeta;
  readonly tensors: readonly NamedTensor[];
}
