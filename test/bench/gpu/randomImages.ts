import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import type { ImageFileInfo } from '../../../engine/data/dataset';

/** Images of noise in a file of decoded ones. */
export interface RandomImages {
  readonly images: ImageFileInfo;
  remove(): Promise<void>;
}

/** Writes so many images of a side: what is in them makes no difference to how long it takes to augment them. */
export async function writeRandomImages(count: number, side: number): Promise<RandomImages> {
  const folder = await mkdtemp(join(tmpdir(), 'simclr-bench-'));
  const path = join(folder, 'images.bin');
  const bytes = 3 * side * side;
  const index = new Float64Array(new SharedArrayBuffer(24 * count));
  const file = await open(path, 'w');
  for (let image = 0; image < count; image++) {
    index.set([image * bytes, side, side], 3 * image);
    await file.write(randomBytes(bytes));
  }
  await file.close();
  return { images: { path, count, index }, remove: () => rm(folder, { recursive: true, force: true }) };
}
