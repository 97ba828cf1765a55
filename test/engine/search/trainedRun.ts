import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import type { RunConfigInput } from '../../../engine/config/runConfig';
import { PhiloxStream } from '../../../engine/random/philox';
import { streams } from '../../../engine/random/streams';
import { findCheckpoint } from '../../../engine/runs/findCheckpoint';
import { trainRun } from '../../../engine/train/trainRun';
import { tinyConfig } from '../train/tinyRun';

/** Trains a run for a second in `folder`/runs, and returns its latest checkpoint and what computed it. */
export async function trainedRun(folder: string, changes: RunConfigInput = {}) {
  const config = tinyConfig({ epochs: 1, ...changes });
  const runsFolder = join(folder, 'runs');
  await trainRun({
    ...{ config, runsFolder, baseFolder: folder, signal: new AbortController().signal },
    onEvent: () => undefined,
  });
  return { ...findCheckpoint(runsFolder, 'latest'), device: config.device };
}

/** Writes a PNG of seeded noise of one colour; `width` × `height` pixels. */
export async function writePicture(path: string, seed: number, width = 20, height = 16): Promise<void> {
  const stream = new PhiloxStream(seed, streams.builtin, 1);
  const color = [0, 1, 2].map(() => stream.uniform() * 200);
  const data = Uint8Array.from(
    { length: width * height * 3 },
    (_, i) => (color[i % 3] ?? 0) + stream.uniform() * 55,
  );
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(
    path,
    await sharp(data, { raw: { width, height, channels: 3 } })
      .png()
      .toBuffer(),
  );
}
