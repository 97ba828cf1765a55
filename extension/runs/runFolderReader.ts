import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { hasCode } from '../../engine/runs/fileErrors';
import { readRun, type Run } from '../../engine/runs/readRun';
import { runPaths } from '../../engine/runs/runPaths';

/** A folder that looks like a run and cannot be read as one. */
export interface BrokenRun {
  /** Name of the folder, which is the folder of runs itself where that cannot be read. */
  readonly id: string;
  /** One sentence. */
  readonly reason: string;
}

/** What was found in a folder of runs. */
export interface RunReading {
  readonly runs: ReadonlyMap<string, Run>;
  readonly broken: readonly BrokenRun[];
}

/** Folders of which the state on disk is asked at one time, and milliseconds of reading between two pauses. */
const atOnce = 64;
const longestReading = 5;
/** Milliseconds in which a new folder may be without its record: its engine is writing it. */
const recordGrace = 5000;

/**
 * Reads the runs of one folder again and again, and of each only what has changed: asking a file's time does not
 * hold up the extension host, even on a network disk, but parsing hundreds of records would.
 */
export class RunFolderReader {
  private readonly known = new Map<string, { readonly stamp: string; readonly found: Run | BrokenRun }>();

  /** @param runsFolder absolute path; it need not exist. */
  constructor(readonly runsFolder: string) {}

  /** All runs of the folder; one that does not exist has none. `again` as in `read`. */
  async readAll(again: (run: Run) => boolean): Promise<RunReading> {
    let names: string[];
    try {
      names = await folderNames(this.runsFolder);
    } catch (error) {
      return {
        runs: new Map(),
        broken: [{ id: basename(this.runsFolder), reason: folderTrouble(this.runsFolder, error) }],
      };
    }
    const there = new Set(names);
    for (const id of this.known.keys()) if (!there.has(id)) this.known.delete(id);
    return await this.read(names, again);
  }

  /**
   * The runs among `ids`, names of folders.
   * @param again whether a run, unchanged on disk, is to be read again, since its process may have gone.
   */
  async read(ids: readonly string[], again: (run: Run) => boolean): Promise<RunReading> {
    const runs = new Map<string, Run>();
    const broken: BrokenRun[] = [];
    let pausedAt = performance.now();
    for (let start = 0; start < ids.length; start += atOnce) {
      const part = ids.slice(start, start + atOnce);
      const stamps = await Promise.all(part.map((id) => this.stamp(id)));
      for (const [index, id] of part.entries()) {
        const stamp = stamps[index] ?? null;
        if (stamp === null) continue;
        if (performance.now() - pausedAt > longestReading) {
          await setImmediate();
          pausedAt = performance.now();
        }
        const found = this.readOne(id, stamp, again);
        if ('record' in found) runs.set(id, found);
        else broken.push(found);
      }
    }
    return { runs, broken };
  }

  private readOne(id: string, stamp: string, again: (run: Run) => boolean): Run | BrokenRun {
    const known = this.known.get(id);
    if (known?.stamp === stamp && !('record' in known.found && again(known.found))) return known.found;
    const fresh = read(join(this.runsFolder, id));
    // The same again is the same object, so that nobody takes it for a change.
    const same = known?.stamp === stamp && 'record' in fresh && 'record' in known.found;
    const found = same && fresh.state === known.found.state ? known.found : fresh;
    this.known.set(id, { stamp, found });
    return found;
  }

  /** Changes whenever the record does; null where the folder is no run. */
  private async stamp(id: string): Promise<string | null> {
    const { folder, record } = runPaths(join(this.runsFolder, id));
    const stamp = await fileStamp(record);
    if (stamp !== null) return stamp;
    const named = /^\d{4}-\d\d-\d\dT/.test(id);
    const made = named ? await stat(folder).catch(() => null) : null;
    return made === null || Date.now() - made.mtimeMs < recordGrace ? null : 'no record';
  }
}

async function folderNames(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return (
      entries
        .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
        .map(({ name }) => name)
        // Decoded images and locks.
        .filter((name) => !name.startsWith('.'))
    );
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  }
}

function folderTrouble(folder: string, error: unknown): string {
  if (hasCode(error, 'ENOTDIR')) return `${folder} is a file, not a folder of runs`;
  if (hasCode(error, 'EACCES', 'EPERM')) return `${folder} may not be read: permission denied`;
  return error instanceof Error ? error.message : String(error);
}

function read(folder: string): Run | BrokenRun {
  try {
    return readRun(folder);
  } catch (error) {
    return { id: basename(folder), reason: error instanceof Error ? error.message : String(error) };
  }
}

async function fileStamp(path: string): Promise<string | null> {
  try {
    const { ino, size, mtimeMs } = await stat(path);
    return `${ino}:${size}:${mtimeMs}`;
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return null;
    // Reading it will say what is wrong.
    return String(error);
  }
}
