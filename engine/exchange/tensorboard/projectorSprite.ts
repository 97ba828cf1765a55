import sharp from 'sharp';
import type { OpenHooks } from '../../data/progress';
import type { Run } from '../../runs/readRun';

/** Largest side of a sprite that the projector takes, in pixels. */
const largestSprite = 8192;

/** Small images in a square, row after row, as one picture. */
export interface Sprite {
  readonly png: Uint8Array;
  /** Side of each image in pixels. */
  readonly side: number;
}

/**
 * The test images with these names in a sprite; what is not there any more is black.
 * @throws UserError when the run's images are gone or changed.
 */
export async function projectorSprite(run: Run, ids: readonly string[], hooks: OpenHooks): Promise<Sprite> {
  const { openRunData } = await import('../../evaluate/openRunData');
  const { smallImages } = await import('../../augment/thumbnails');
  const dataset = await openRunData(run, run.record.config, hooks, 'show them in the projector');
  const positions = new Map(dataset.test.ids.map((id, position) => [id, position]));
  const across = Math.max(1, Math.ceil(Math.sqrt(ids.length)));
  const most = Math.max(1, Math.floor(largestSprite / across));
  const { side, rgb } = smallImages(
    dataset.test,
    ids.map((id) => positions.get(id) ?? -1),
    Math.min(dataset.imageSize, most),
  );
  const width = across * side;
  const canvas = Buffer.alloc(width * width * 3);
  const line = side * 3;
  for (let image = 0; image < ids.length; image++) {
    const left = (image % across) * side;
    const top = Math.floor(image / across) * side;
    for (let y = 0; y < side; y++) {
      const from = (image * side + y) * line;
      canvas.set(rgb.subarray(from, from + line), ((top + y) * width + left) * 3);
    }
  }
  const png = await sharp(canvas, { raw: { width, height: width, channels: 3 }, limitInputPixels: false })
    .png()
    .toBuffer();
  return { png, side };
}
