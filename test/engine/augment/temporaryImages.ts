import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { ImageFileInfo } from '../../../engine/data/dataset';
import { picture } from './pictures';

/** Writes decoded images of the given heights and widths to a file that the test's end removes. */
export function temporaryImages(sizes: readonly (readonly [number, number])[]): ImageFileInfo {
  const folder = mkdtempSync(join(tmpdir(), 'simclr-views-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const index = new Float64Array(new SharedArrayBuffer(sizes.length * 24));
  const parts: Uint8Array[] = [];
  let offset = 0;
  sizes.forEach(([height, width], i) => {
    const part = picture('texture', height, width).map((value) => value ^ (i * 11));
    index.set([offset, height, width], 3 * i);
    parts.push(part);
    offset += part.length;
  });
  const path = join(folder, 'images.bin');
  writeFileSync(path, Buffer.concat(parts));
  return { path, count: sizes.length, index };
}
