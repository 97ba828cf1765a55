import type { CheckpointLine } from './checkpointLines';

/** A line of the Experiments tree. The same line is the same object for as long as it is shown. */
export type ExperimentNode = RunNode | BrokenNode | PartNode | CheckpointNode;

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
  readonly kind: 'configuration' | 'checkpoints' | 'samples' | 'log';
  readonly folder: string;
}

/** A checkpoint of a run. */
export interface CheckpointNode {
  readonly kind: 'checkpoint';
  readonly folder: string;
  readonly checkpoint: CheckpointLine;
}

/** An id that stays the same, so that selection and expansion do. */
export function nodeId(node: ExperimentNode): string {
  return node.kind === 'checkpoint' ? `checkpoint:${node.checkpoint.path}` : `${node.kind}:${node.folder}`;
}

/** Whether a value that a command was given is a line of this tree. */
export function isExperimentNode(value: unknown): value is ExperimentNode {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    'folder' in value &&
    typeof value.folder === 'string'
  );
}
