import { UnusableImage, type RawImage } from '../imageSource';
import { maxPixels, tooManyPixels } from './limits';

/** Values of biCompression that leave the pixels as they are. */
const uncompressed = 0;
const bitFields = 3;
const alphaBitFields = 6;

/** What a BMP header says; offsets are in bytes from the start of the file. */
interface Header {
  readonly width: number;
  readonly height: number;
  readonly topDown: boolean;
  readonly bitsPerPixel: number;
  readonly pixels: number;
  readonly palette: number;
  readonly paletteEntryBytes: 3 | 4;
  /** Red, green and blue masks of 16- and 32-bit pixels. */
  readonly masks: readonly [number, number, number];
}

/** Whether a file starts as a BMP does. */
export function isBmp(bytes: Uint8Array): boolean {
  return bytes[0] === 0x42 && bytes[1] === 0x4d;
}

const damaged = () => new UnusableImage('is a damaged BMP image');

/**
 * Reads the header of a BMP: the first 64 bytes are enough.
 * @throws UnusableImage for damaged files and for run-length compressed ones.
 */
export function readBmpHeader(file: Uint8Array): Header {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length < 26 || !isBmp(file)) throw damaged();
  const pixels = view.getUint32(10, true);
  const headerSize = view.getUint32(14, true);
  if (headerSize === 12) {
    const bitsPerPixel = view.getUint16(24, true);
    const [width, height] = [view.getUint16(18, true), view.getUint16(20, true)];
    return checked({
      ...{ width, height, topDown: false, bitsPerPixel, pixels, palette: 26, paletteEntryBytes: 3 },
      masks: defaultMasks(bitsPerPixel),
    });
  }
  if (headerSize < 40 || file.length < 54) throw damaged();
  const height = view.getInt32(22, true);
  const bitsPerPixel = view.getUint16(28, true);
  const compression = view.getUint32(30, true);
  const hasMasks = compression === bitFields || compression === alphaBitFields;
  if (compression !== uncompressed && !hasMasks) {
    throw new UnusableImage('is a compressed BMP image, which is not supported: save it as PNG');
  }
  if (hasMasks && file.length < 66) throw damaged();
  // After a 40-byte header the masks stand between it and the palette; larger headers contain them.
  const masksAfterHeader = hasMasks && headerSize === 40 ? (compression === alphaBitFields ? 16 : 12) : 0;
  return checked({
    ...{
      width: view.getInt32(18, true),
      height: Math.abs(height),
      topDown: height < 0,
      bitsPerPixel,
      pixels,
    },
    palette: 14 + headerSize + masksAfterHeader,
    paletteEntryBytes: 4,
    masks: hasMasks
      ? [view.getUint32(54, true), view.getUint32(58, true), view.getUint32(62, true)]
      : defaultMasks(bitsPerPixel),
  });
}

function defaultMasks(bitsPerPixel: number): [number, number, number] {
  return bitsPerPixel === 16 ? [0x7c00, 0x03e0, 0x001f] : [0xff0000, 0x00ff00, 0x0000ff];
}

function checked(header: Header): Header {
  const { width, height, bitsPerPixel } = header;
  if (width <= 0 || height <= 0) throw new UnusableImage('has no pixels');
  if (width * height > maxPixels) throw tooManyPixels();
  if (![1, 4, 8, 16, 24, 32].includes(bitsPerPixel)) throw damaged();
  return header;
}

/**
 * Decodes an uncompressed BMP of 1, 4, 8 (palette), 16, 24 or 32 bits a pixel. An alpha channel is ignored, as by
 * most programs: in 32-bit BMP files it is usually left at zero.
 * @throws UnusableImage
 */
export function decodeBmp(file: Uint8Array): RawImage {
  const header = readBmpHeader(file);
  const { width, height, bitsPerPixel } = header;
  const stride = Math.ceil((width * bitsPerPixel) / 32) * 4;
  if (header.pixels + stride * height > file.length) throw new UnusableImage('is truncated');
  const data = new Uint8Array(width * height * 3);
  const readRow = rowReader(file, header);
  for (let y = 0; y < height; y++) {
    const row = header.topDown ? y : height - 1 - y;
    readRow(header.pixels + row * stride, data.subarray(y * width * 3, (y + 1) * width * 3));
  }
  return { data, height, width };
}

/** A function that turns the row of pixels at a byte offset of the file into RGB. */
function rowReader(file: Uint8Array, header: Header): (offset: number, row: Uint8Array) => void {
  const { bitsPerPixel, width } = header;
  if (bitsPerPixel === 24) {
    return (offset, row) => {
      for (let x = 0; x < width; x++) {
        row[3 * x] = file[offset + 3 * x + 2] ?? 0;
        row[3 * x + 1] = file[offset + 3 * x + 1] ?? 0;
        row[3 * x + 2] = file[offset + 3 * x] ?? 0;
      }
    };
  }
  if (bitsPerPixel <= 8) {
    const { palette, paletteEntryBytes } = header;
    const pixelMask = (1 << bitsPerPixel) - 1;
    return (offset, row) => {
      for (let x = 0; x < width; x++) {
        const bit = x * bitsPerPixel;
        const shift = 8 - bitsPerPixel - (bit & 7);
        const index = ((file[offset + (bit >> 3)] ?? 0) >> shift) & pixelMask;
        const entry = palette + index * paletteEntryBytes;
        for (let c = 0; c < 3; c++) row[3 * x + c] = file[entry + 2 - c] ?? 0;
      }
    };
  }
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const channels = header.masks.map(channelOf);
  return (offset, row) => {
    for (let x = 0; x < width; x++) {
      const word =
        bitsPerPixel === 16 ? view.getUint16(offset + 2 * x, true) : view.getUint32(offset + 4 * x, true);
      for (let c = 0; c < 3; c++) row[3 * x + c] = channels[c]?.(word) ?? 0;
    }
  };
}

/** A function that takes the channel under `mask` out of a pixel and scales it to 0…255. */
function channelOf(mask: number): (word: number) => number {
  if (mask === 0) return () => 0;
  const shift = 31 - Math.clz32(mask & -mask);
  const max = mask >>> shift;
  return (word) => Math.round((((word & mask) >>> shift) * 255) / max);
}
