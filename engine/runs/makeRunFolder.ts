import { mkdirSync } from 'node:fs';
import { writeError } from './fileErrors';
import { makeFolder } from './makeFolder';
import { takeRunName } from './takeRunName';

/** Makes the folder of a new run, and the one of all runs where it is missing. @throws UserError as `takeRunName`. */
export function makeRunFolder(runsFolder: string, name: string): string {
  try {
    makeFolder(runsFolder);
  } catch (error) {
    throw writeError(runsFolder, error);
  }
  return takeRunName(runsFolder, name, (folder) => mkdirSync(folder));
}
