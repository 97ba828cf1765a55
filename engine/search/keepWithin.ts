import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Unfinished entries of this age were left by a process that was killed, milliseconds. */
const abandonedAfter = 24 * 60 * 60 * 1000;

/**
 * Removes the entries that were used longest ago until the others take no more than `most` bytes, and what killed
 * processes left.
 * @param kept the entry that stays in any case.
 */
export async function keepWithin(folder: string, kept: string, most: number): Promise<void> {
  const entries: { path: string; bytes: number; used: number }[] = [];
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if (path === kept) continue;
    if (name.endsWith('.tmp')) {
      const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Infinity }));
      if (Date.now() - mtimeMs > abandonedAfter) await rm(path, { recursive: true, force: true });
      continue;
    }
    const files = await Promise.all(
      ['h.npy', 'z.npy', 'rows.json'].map((file) => stat(join(path, file)).catch(() => null)),
    );
    const bytes = files.reduce((sum, file) => sum + (file?.size ?? 0), 0);
    entries.push({ path, bytes, used: files.at(-1)?.mtimeMs ?? 0 });
  }
  entries.sort((a, b) => b.used - a.used);
  let sum = 0;
  for (const { path, bytes } of entries) {
    sum += bytes;
    if (sum > most) await rm(path, { recursive: true, force: true });
  }
}
