import type { EvaluationLine } from '../evaluations/evaluationLine';
import type { CheckpointLine } from './checkpointLines';

/** A line of the Experiments tree. The same line is the same object for as long as it is shown. */
export type ExperimentNode = StudyRunsNode | FolderNode;

/** A line that belongs to the folder of a run. */
export type FolderNode = RunNode | BrokenNode | PartNode | CheckpointNode | EvaluationNode;

/** The runs that a study has started at a size. */
export interface StudyRunsNode {
  readonly kind: 'studyRuns';
  readonly name: string;
  readonly size: string;
}

/** A run. */
export interface RunNode {
  readonly kind: 'run';
  /** Of the run; absolute. */
  readonly folder: string;
}

/** A folder that looks like a run and cannot be read. */
export interface BrokenNode {
  readonly kind: 'broken';
  readonly folder: string;
  readonly id: string;
  readonly reason: string;
}

/** A part of a run. */
export interface PartNode {
  /** `evaluations` are those of checkpoints that are gone. */
  readonly kind: 'configuration' | 'checkpoints' | 'evaluations' | 'samples' | 'log';
  readonly folder: string;
}

/** A checkpoint of a run. */
export interface CheckpointNode {
  readonly kind: 'checkpoint';
  readonly folder: string;
  readonly checkpoint: CheckpointLine;
  /** Of this checkpoint, the newest first. */
  readonly evaluations: readonly EvaluationLine[];
}

/** An evaluation of a checkpoint, beneath it for as long as it is there. */
export interface EvaluationNode {
  readonly kind: 'evaluation';
  readonly folder: string;
  readonly evaluation: EvaluationLine;
}

/** An id that stays the same, so that selection and expansion do. */
export function nodeId(node: ExperimentNode): string {
  switch (node.kind) {
    case 'studyRuns':
      return `study:${node.name}.${node.size}`;
    case 'checkpoint':
      return checkpointId(node.checkpoint.path);
    case 'evaluation':
      return `evaluation:${node.evaluation.path}`;
    default:
      return `${node.kind}:${node.folder}`;
  }
}

/** The id of the line of the checkpoint at `path`. */
export function checkpointId(path: string): string {
  return `checkpoint:${path}`;
}

/** Whether a value that a command was given is a line of this tree that belongs to a run's folder. */
export function isExperimentNode(value: unknown): value is FolderNode {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    'folder' in value &&
    typeof value.folder === 'string'
  );
}
