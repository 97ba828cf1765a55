import { existsSync, readdirSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { UserError } from '../errors';
import { hasCode } from './fileErrors';
import { readRun, type Run } from './readRun';
import { runPaths } from './runPaths';

/** The runs in a folder, and the folders in it that could not be read as runs. */
export interface RunList {
  /** Oldest first. */
  readonly runs: readonly Run[];
  readonly broken: readonly { readonly id: string; readonly reason: string }[];
}

/** The runs in `runsFolder`; none when there is no such folder. A damaged run never hides the others. */
export function listRuns(runsFolder: string): RunList {
  const runs: Run[] = [];
  const broken: { id: string; reason: string }[] = [];
  for (const id of runFolders(runsFolder)) {
    try {
      runs.push(readRun(join(runsFolder, id)));
    } catch (error) {
      broken.push({ id, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  runs.sort((a, b) => a.record.createdAt.localeCompare(b.record.createdAt) || a.id.localeCompare(b.id));
  return { runs, broken };
}

/**
 * The run that `what` names: the path of a run folder, its name in `runsFolder`, with or without the time, a part of
 * the name that only one run has, or "latest".
 * @throws UserError when there is none, or more than one.
 */
export function findRun(runsFolder: string, what: string): Run {
  if (isAbsolute(what) || /[\\/]/.test(what) || isRunFolder(what)) return readRun(resolve(what));
  const folders = runFolders(runsFolder);
  if (folders.length === 0)
    throw new UserError(`there are no runs in ${runsFolder}: start one with "simclr train"`);
  if (folders.includes(what)) return readRun(join(runsFolder, what));
  if (what === 'latest') return latest(runsFolder);
  const named = folders.filter((id) => id.endsWith(`_${what}`));
  const matches = named.length > 0 ? named : folders.filter((id) => id.includes(what));
  const [match] = matches;
  if (match !== undefined && matches.length === 1) return readRun(join(runsFolder, match));
  const names = (matches.length > 0 ? matches : folders).slice(-5).join(', ');
  throw new UserError(
    matches.length > 0
      ? `"${what}" fits ${matches.length} runs, ${names}: give more of the name, or "latest"`
      : `no run in ${runsFolder} is named "${what}"; there are ${names}, and "latest"`,
  );
}

function latest(runsFolder: string): Run {
  const run = listRuns(runsFolder).runs.at(-1);
  if (run === undefined) throw new UserError(`no run in ${runsFolder} can be read: see "simclr runs"`);
  return run;
}

/** Folders with a record, and those named like a run whose record is lost; the cache of images lies beside them. */
function runFolders(runsFolder: string): string[] {
  const named = /^\d{4}-\d\d-\d\dT/;
  try {
    return readdirSync(runsFolder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
      .map((entry) => entry.name)
      .filter((name) => named.test(name) || isRunFolder(join(runsFolder, name)))
      .sort();
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    if (hasCode(error, 'ENOTDIR')) throw new UserError(`${runsFolder} is a file, not a folder of runs`);
    if (hasCode(error, 'EACCES', 'EPERM'))
      throw new UserError(`${runsFolder} may not be read: permission denied`);
    throw error;
  }
}

function isRunFolder(folder: string): boolean {
  return existsSync(runPaths(folder).record);
}
