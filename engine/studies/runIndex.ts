import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { hasCode } from '../runs/fileErrors';
import { readRun, type Run } from '../runs/readRun';
import { runPaths } from '../runs/runPaths';
import { runsByKey } from './foundRuns';

interface Entry {
  readonly modified: number;
  readonly run: Run | null;
}

/** The runs of a folder by their keys, of which only those are read again that have changed: a study has hundreds. */
export class RunIndex {
  private readonly entries = new Map<string, Entry>();

  constructor(readonly runsFolder: string) {}

  /** The best run of each key as the folder has it now; runs that cannot be read are passed over. */
  read(): ReadonlyMap<string, Run> {
    const names = new Set(namesIn(this.runsFolder));
    for (const name of this.entries.keys()) if (!names.has(name)) this.entries.delete(name);
    for (const name of names) this.refresh(name);
    return runsByKey([...this.entries.values()].flatMap(({ run }) => run ?? []));
  }

  private refresh(name: string): void {
    const folder = join(this.runsFolder, name);
    const modified = modifiedAt(runPaths(folder).record);
    const known = this.entries.get(name);
    // A run whose process is gone does not say so itself.
    const settled = known?.run?.state === undefined || ['finished', 'failed'].includes(known.run.state);
    if (known !== undefined && known.modified === modified && settled) return;
    this.entries.set(name, { modified, run: modified === 0 ? null : readOrNull(folder) });
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => !name.startsWith('.'));
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return [];
    throw error;
  }
}

/** In milliseconds; 0 where there is no such file. */
function modifiedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function readOrNull(folder: string): Run | null {
  try {
    return readRun(folder);
  } catch {
    return null;
  }
}
