import { existsSync, rmSync } from 'node:fs';

/** Does work that fills the folder at `path`. Where it fails, a folder that was not there before goes again. */
export async function removeFreshOnFailure<T>(path: string, work: () => T | Promise<T>): Promise<T> {
  const fresh = !existsSync(path);
  try {
    return await work();
  } catch (error) {
    if (fresh) rmSync(path, { recursive: true, force: true });
    throw error;
  }
}
