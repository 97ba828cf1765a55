import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { hasCode, writeError } from './fileErrors';

/**
 * Puts a folder among the runs, with a number behind its name where that is taken.
 * @param put makes the folder at this path, or moves it there.
 * @returns its path.
 * @throws UserError when the folder of runs cannot be written.
 */
export function takeRunName(runsFolder: string, name: string, put: (folder: string) => void): string {
  for (let number = 1; ; number++) {
    const folder = join(runsFolder, number === 1 ? name : `${name}-${number}`);
    // A move would replace an empty folder.
    if (existsSync(folder)) continue;
    try {
      put(folder);
      return folder;
    } catch (error) {
      // Another process was quicker to take the name.
      if (!hasCode(error, 'ENOTEMPTY', 'EEXIST')) throw writeError(runsFolder, error);
    }
  }
}
