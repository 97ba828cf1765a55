import { stat } from 'node:fs/promises';

/** The stamp of all that does not exist. */
export const noFile = 'none';

/** Changes whenever the file does, or what is in the folder. */
export async function fileStamp(path: string): Promise<string> {
  return stat(path).then(
    ({ ino, size, mtimeMs }) => `${ino}:${size}:${mtimeMs}`,
    () => noFile,
  );
}
