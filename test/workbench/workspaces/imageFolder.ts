import { mkdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { renderScene } from '../../../engine/data/builtin/render';
import { drawScene } from '../../../engine/data/builtin/scene';
import { shapeNames } from '../../../engine/data/builtin/shapes';
import { PhiloxStream } from '../../../engine/random/philox';
import { streams } from '../../../engine/random/streams';

/** Side of the images in pixels. */
const size = 32;

/** Writes a folder of PNG files, one folder per class, with some of the built-in images. */
export async function writeImageFolder(
  folder: string,
  classes: number,
  imagesPerClass: number,
): Promise<void> {
  const now = new Date();
  for (const [label, name] of shapeNames.slice(0, classes).entries()) {
    await mkdir(join(folder, name), { recursive: true });
    for (let i = 0; i < imagesPerClass; i++) {
      const stream = new PhiloxStream(1, streams.builtin, i * shapeNames.length + label);
      const { data, height, width } = renderScene(drawScene(stream, label), size);
      const file = join(folder, name, `${name}-${String(i).padStart(3, '0')}.png`);
      await sharp(data, { raw: { width, height, channels: 3 } })
        .png()
        .toFile(file);
      // Copies keep whole milliseconds only, and a run knows its images by their times.
      await utimes(file, now, now);
    }
  }
}

/** Path of an image in a folder that `writeImageFolder` has written. */
export function firstImage(folder: string): string {
  const [name = ''] = shapeNames;
  return join(folder, name, `${name}-000.png`);
}
