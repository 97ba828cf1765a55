import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { hasCode } from './fileErrors';
import type { RunPaths } from './runPaths';

/** Removes the temporary files of a process that was killed while it wrote a run. Call with the run's lock. */
export function removeLeftovers({ folder, checkpoints }: RunPaths): void {
  for (const each of [folder, checkpoints]) {
    for (const name of namesIn(each)) {
      if (/\.(tmp|stale)$/.test(name)) rmSync(join(each, name), { force: true });
    }
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  }
}
