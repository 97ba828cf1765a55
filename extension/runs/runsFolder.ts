import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

/**
 * Absolute path of the folder of runs.
 * @param setting as the user wrote it: absolute, from the home folder (`~/…`), relative to the workspace, or empty.
 * @param workspaceFolder absolute path of the first workspace folder on a disk; null where there is none.
 * @param ownFolder absolute path of a folder that belongs to the extension.
 */
export function resolveRunsFolder(
  setting: string,
  workspaceFolder: string | null,
  ownFolder: string,
): string {
  const wanted = setting.trim();
  if (/^~(?=$|[\\/])/.test(wanted)) return resolve(join(homedir(), wanted.slice(1)));
  if (isAbsolute(wanted)) return resolve(wanted);
  if (workspaceFolder === null) return resolve(ownFolder, 'runs');
  return resolve(workspaceFolder, wanted === '' ? join('.simclr', 'runs') : wanted);
}
