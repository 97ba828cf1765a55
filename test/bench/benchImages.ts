import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import sharp from 'sharp';
import { runConfigSchema } from '../../engine/config/runConfig';
import { ImageFile } from '../../engine/data/imageFile';
import { openDataset } from '../../engine/data/openDataset';

/** Images that both sides train on. */
export const imageCount = 5120;

/** A folder of images, for both sides to read. */
export class BenchImages {
  /** Has train/<class>/*. */
  readonly folder: string;
  private written: Promise<void> | undefined;

  /** @param images the user's folder; without one the built-in images are written as PNG. */
  constructor(private readonly images: string | undefined) {
    this.folder =
      images === undefined ? join(tmpdir(), `simclr-bench-images-${String(process.pid)}`) : resolve(images);
  }

  /** Writes them, once, where they are not the user's. */
  async write(): Promise<void> {
    if (this.images === undefined) this.written ??= writeBuiltinImages(this.folder);
    await this.written;
  }

  /** Removes what was written. */
  async remove(): Promise<void> {
    if (this.written) await rm(this.folder, { recursive: true, force: true });
  }
}

async function writeBuiltinImages(folder: string): Promise<void> {
  const config = runConfigSchema.parse({ data: { builtin: { train: imageCount + 100 } } }).data;
  const dataset = await openDataset(config, { seed: 0, runsFolder: folder, baseFolder: folder });
  const file = new ImageFile(dataset.train.images);
  for (let i = 0; i < dataset.train.images.count; i++) {
    const label = dataset.classes?.[dataset.train.labels?.[i] ?? 0] ?? 'all';
    const { data, height, width } = file.read(i);
    await mkdir(join(folder, 'train', label), { recursive: true });
    await sharp(data, { raw: { width, height, channels: 3 } })
      .png()
      .toFile(join(folder, 'train', label, `${String(i)}.png`));
  }
}
