import { existsSync } from 'node:fs';
import { shortPath } from './commandHint';

/** How a file or folder that is about to be written is named afterwards: its path, and whether it took the place of another. */
export function writtenAt(path: string): string {
  return existsSync(path) ? `${shortPath(path)} (replaced)` : shortPath(path);
}
