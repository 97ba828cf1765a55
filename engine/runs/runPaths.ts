import { join } from 'node:path';

/** Absolute paths of the parts of a run folder. */
export interface RunPaths {
  readonly folder: string;
  readonly record: string;
  readonly metrics: string;
  readonly samples: string;
  readonly checkpoints: string;
  readonly embeddings: string;
  readonly evaluations: string;
  readonly log: string;
  readonly lock: string;
  /** Where a living engine can be reached. */
  readonly endpoint: string;
}

/** Where the parts of the run folder `folder` lie. */
export function runPaths(folder: string): RunPaths {
  return {
    folder,
    record: join(folder, 'run.json'),
    metrics: join(folder, 'metrics.jsonl'),
    samples: join(folder, 'samples'),
    checkpoints: join(folder, 'checkpoints'),
    embeddings: join(folder, 'embeddings'),
    evaluations: join(folder, 'evaluations'),
    log: join(folder, 'engine.log'),
    lock: join(folder, 'lock'),
    endpoint: join(folder, 'engine.json'),
  };
}
