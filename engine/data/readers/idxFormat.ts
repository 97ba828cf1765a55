import { UserError } from '../../errors';
import type { ImageShape } from '../imageSource';
import { planesToPixels } from './planar';
import { readHead } from './recordFile';

/** What the header of an IDX file says. */
export interface IdxHeader {
  readonly dimensions: readonly number[];
  readonly headerBytes: number;
}

/**
 * Reads the header: two zero bytes, the type (8: unsigned bytes), the number of dimensions, then each dimension as
 * a big-endian 32-bit number.
 * @throws UserError
 */
export async function readIdxHeader(path: string): Promise<IdxHeader> {
  const head = await readHead(path, 4 + 4 * 4);
  const count = head[3] ?? 0;
  if (head.length < 4 || head[0] !== 0 || head[1] !== 0 || count < 1 || count > 4) {
    throw new UserError(`${path} is not in IDX format, or its beginning is damaged.`);
  }
  if (head[2] !== 8) {
    throw new UserError(
      `${path} is an IDX file of another type than unsigned bytes, which is not supported.`,
    );
  }
  const headerBytes = 4 + 4 * count;
  if (head.length < headerBytes) throw new UserError(`${path} ends within its header: fetch it again.`);
  return { dimensions: Array.from({ length: count }, (_, i) => head.readUInt32BE(4 + 4 * i)), headerBytes };
}

/** How the bytes of an image are ordered. */
export interface PixelLayout {
  readonly shape: ImageShape;
  readonly channels: 1 | 3;
  /** Whether the channels are planes, one after another, instead of interleaved. */
  readonly planar: boolean;
}

/** Reads the dimensions after the first: H W, H W 1, H W 3, 1 H W or 3 H W. @throws UserError for others. */
export function pixelLayout(path: string, dimensions: readonly number[]): PixelLayout {
  const [, a = 0, b = 0, c] = dimensions;
  let layout: PixelLayout | null = null;
  if (c === undefined) layout = { shape: { height: a, width: b }, channels: 1, planar: false };
  else if (c === 1 || c === 3) layout = { shape: { height: a, width: b }, channels: c, planar: false };
  else if (a === 1 || a === 3) layout = { shape: { height: b, width: c }, channels: a, planar: true };
  if (dimensions.length < 3 || !layout || layout.shape.height * layout.shape.width === 0) {
    throw new UserError(
      `${path} has the dimensions ${dimensions.join(' × ')}, which are not images: ` +
        'expected count × height × width, with 1 or 3 channels first or last.',
    );
  }
  return layout;
}

/** Turns the bytes of an image into RGB; grey is repeated. */
export function toPixels({ shape, channels, planar }: PixelLayout): (record: Uint8Array) => Uint8Array {
  const { height, width } = shape;
  if (channels === 3) {
    return planar ? (record) => planesToPixels(record, height, width, width, 1) : (record) => record;
  }
  return (record) => {
    const pixels = new Uint8Array(3 * record.length);
    for (let i = 0; i < record.length; i++) pixels.fill(record[i] ?? 0, 3 * i, 3 * i + 3);
    return pixels;
  };
}
