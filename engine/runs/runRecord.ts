import type { RunConfig } from '../config/runConfig';
import type { MetricsLine } from './metricsLine';

/**
 * Where a run stands, as its own process last wrote it:
 * - queued: waits for its device; no process yet
 * - preparing: decoding images, building the model
 * - running, paused: the process is alive and holds the lock
 * - finished: every step is done
 * - stopped: ended by the user before the last step; can be resumed
 * - failed: ended by an error, which is in `reason`; can be resumed if it has a checkpoint
 */
export type RunState = 'queued' | 'preparing' | 'running' | 'paused' | 'finished' | 'stopped' | 'failed';

/** Accuracy (0 to 1) of a linear classifier on frozen features, beside what it means. */
export interface LinearSummary {
  /** On the representation h of the trained encoder. */
  readonly h: number;
  /** On the projection z. */
  readonly z: number;
  /** The same on the encoder and head before the first step. */
  readonly untrainedH: number;
  readonly untrainedZ: number;
  /** Accuracy of always answering the most frequent class of the evaluation images. */
  readonly chance: number;
}

/** Accuracy (0 to 1) of the weighted nearest-neighbour classifier on h. */
export interface KnnSummary {
  readonly h: number;
  readonly untrainedH: number;
  readonly chance: number;
}

/** What a run came to. */
export interface RunSummary {
  readonly state: RunState;
  /** Absolute path of the run folder. */
  readonly runFolder: string;
  /** Optimizer steps taken, over all resumes. */
  readonly steps: number;
  /** Seconds of training, over all resumes, pauses left out. */
  readonly seconds: number;
  /** Mean loss of the first and of the last logged steps; null where no step was taken. */
  readonly lossStart: number | null;
  readonly lossEnd: number | null;
  /** null where the images have no labels, or no evaluation took place. */
  readonly linear: LinearSummary | null;
  readonly knn: KnnSummary | null;
}

/** What the run was trained on, as found when it was prepared. */
export interface RunDataset {
  readonly name: string;
  readonly format: string;
  /** Absolute path, or "builtin". */
  readonly source: string;
  /** SHA-256 (hex) of the source; a resume refuses other data. */
  readonly fingerprint: string;
  readonly classes: readonly string[] | null;
  /** Side of a view in pixels. */
  readonly imageSize: number;
  readonly trainCount: number;
  readonly testCount: number;
  readonly splitOrigin: string;
  /** Number of files that were skipped because they could not be read. */
  readonly badFiles: number;
}

/** What the tensors were computed on. */
export interface RunDevice {
  readonly backend: 'cpu' | 'webgpu' | 'cuda';
  /** In words: processor or adapter, and the build of the kernels. */
  readonly detail: string;
  /** Compute threads; the same number gives the same numbers. 0 where it does not apply. */
  readonly threads: number;
}

/** Size of the run, known once the data and the model are there. */
export interface RunPlan {
  readonly totalSteps: number;
  readonly stepsPerEpoch: number;
  /** Trainable numbers of the encoder and of the head. */
  readonly encoderParameters: number;
  readonly headParameters: number;
  /** Size of h and of z. */
  readonly representationSize: number;
  readonly projectionSize: number;
  /** Bytes that a step's tensors take at their peak, by estimate; runs of earlier versions do not say. */
  readonly peakMemory?: number | undefined;
}

/** Something that spoils the result if it stays, in a sentence for the user. */
export interface RunWarning {
  /** collapse: the representation has lost its variety; starved: training waits for views; data: files, split. */
  readonly kind: 'collapse' | 'starved' | 'data';
  readonly message: string;
}

/** A checkpoint and the value it was chosen for: the linear probe's accuracy on h. */
export interface BestCheckpoint {
  readonly step: number;
  readonly value: number;
}

/** A change of the configuration that is the user's to make. */
export interface RunRemedy {
  readonly microBatch: number;
}

/** Where a branch left the run that it was made from. */
export interface BranchPoint {
  /** Name of that run's folder, which lay beside the branch's. */
  readonly run: string;
  /** Of the checkpoint; up to it the two are the same. */
  readonly step: number;
}

/** Of which study's grid a run was started as a part. */
export interface StudyPart {
  /** Name and size of the study. */
  readonly name: string;
  readonly size: string;
  /** Its combination of levels, by the names of their axes. */
  readonly cell: Readonly<Record<string, string>>;
}

/** The contents of `run.json`. */
export interface RunRecord {
  /** Version of this format. */
  readonly format: 1;
  readonly state: RunState;
  /** Why it is in that state, in one sentence, where there is something to say. */
  readonly reason: string | null;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly config: RunConfig;
  /** Folder that relative paths of the configuration refer to. */
  readonly baseFolder: string;
  /** Of a branch alone. */
  readonly branchOf?: BranchPoint | undefined;
  /** Name of the file that its weights were imported from, where they were. */
  readonly importedFrom?: string | undefined;
  /** Of a run that a study started; others may be taken for a study's too, see `runKey`. */
  readonly study?: StudyPart | undefined;
  readonly dataset: RunDataset | null;
  readonly device: RunDevice | null;
  readonly plan: RunPlan | null;
  /** Program → version: simclr-lab, node, and whatever else decides the numbers. */
  readonly versions: Readonly<Record<string, string>>;
  /** Name of the machine that last ran it. */
  readonly host: string;
  /** The latest value of every metric so far, with the latest step, epoch and time. */
  readonly progress: MetricsLine | null;
  readonly best: BestCheckpoint | null;
  /** Those of this run so far, each kind of trouble once. */
  readonly warnings: readonly RunWarning[];
  /** With what it is likely to begin, where it failed as the memory did not suffice for its first step. */
  readonly remedy?: RunRemedy | undefined;
  /** Set when the run ends. */
  readonly summary: RunSummary | null;
}
