import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { onTestFinished } from 'vitest';
import { runConfigSchema, type RunConfigInput } from '../../../engine/config/runConfig';
import type { Dataset, Split } from '../../../engine/data/dataset';
import { ImageFile } from '../../../engine/data/imageFile';
import { openDataset } from '../../../engine/data/openDataset';
import type { OpenHooks } from '../../../engine/data/progress';

/** A folder that goes when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'simclr-data-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** Writes a file below a folder, with the folders above it, and returns its path. */
export function put(folder: string, path: string, content: Uint8Array | string): string {
  const absolute = join(folder, path);
  mkdirSync(dirname(absolute), { recursive: true });
  writeFileSync(absolute, content);
  return absolute;
}

/** A PNG of one colour. */
export function png(color: readonly [number, number, number], width = 8, height = 8): Promise<Buffer> {
  const pixels = Uint8Array.from({ length: width * height * 3 }, (_, i) => color[i % 3] ?? 0);
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}

/** The data part of a configuration with its defaults. */
export function dataConfig(data: NonNullable<RunConfigInput['data']>) {
  return runConfigSchema.parse({ data }).data;
}

/** Opens a source below `folder`, which also takes the decoded images. */
export function open(
  folder: string,
  data: NonNullable<RunConfigInput['data']>,
  hooks: OpenHooks = {},
  seed = 0,
): Promise<Dataset> {
  return openDataset(dataConfig(data), { baseFolder: folder, runsFolder: join(folder, 'runs'), seed }, hooks);
}

/** Every image of a split: its shape and its bytes. */
export function readAll({ images }: Split): { height: number; width: number; pixels: number[] }[] {
  const file = new ImageFile(images);
  try {
    return Array.from({ length: images.count }, (_, i) => {
      const { data, height, width } = file.read(i);
      return { height, width, pixels: [...data.subarray(0, height * width * 3)] };
    });
  } finally {
    file.close();
  }
}

/** The colour of the first pixel of every image of a split. */
export function firstPixels(split: Split): number[][] {
  return readAll(split).map(({ pixels }) => pixels.slice(0, 3));
}
