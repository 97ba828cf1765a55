import type { Run } from '../runs/readRun';

/** A run as scripts see it: its record, with its name, its folder, and the state as it is now. */
export function runToJson({ id, paths, record, state }: Run): object {
  return { id, folder: paths.folder, ...record, state };
}
