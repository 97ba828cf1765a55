import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { UserError } from '../errors';
import { hasCode } from './fileErrors';
import { lockOwner } from './runLock';
import { runPaths, type RunPaths } from './runPaths';
import type { RunRecord, RunState } from './runRecord';
import { runRecordSchema } from './runRecordSchema';

/** A run as a list shows it. "interrupted": its process is gone without having said goodbye; it can be resumed. */
export type ShownState = RunState | 'interrupted';

/** A run folder and what its record says. */
export interface Run {
  /** Name of the folder, which is the run's id. */
  readonly id: string;
  readonly paths: RunPaths;
  readonly record: RunRecord;
  readonly state: ShownState;
}

/**
 * Reads the run in `folder`.
 * @throws UserError when the folder holds no run, or its `run.json` is damaged.
 */
export function readRun(folder: string): Run {
  const paths = runPaths(resolve(folder));
  const record = readRecord(paths.record);
  return { id: basename(paths.folder), paths, record, state: shownState(record.state, paths.lock) };
}

function readRecord(path: string): RunRecord {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR'))
      throw new UserError(`${path} does not exist: this is not a run folder`);
    if (hasCode(error, 'EACCES', 'EPERM')) throw new UserError(`${path} may not be read: permission denied`);
    throw error;
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UserError(`${path} is damaged: it is not JSON`);
  }
  const parsed = runRecordSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UserError(
    `${path} is damaged at "${issue?.path.join('.') ?? ''}": ${issue?.message ?? 'unreadable'}`,
  );
}

/** The state on disk is what the process last wrote; one that was killed could not correct it. */
function shownState(state: RunState, lock: string): ShownState {
  const needsProcess = state === 'preparing' || state === 'running' || state === 'paused';
  return needsProcess && lockOwner(lock) === null ? 'interrupted' : state;
}
