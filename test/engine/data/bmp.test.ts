import { describe, expect, it } from 'vitest';
import { decodeImage } from '../../../engine/data/decode/decodeImage';

/** Three rows, bottom to top as BMP has them, of two pixels: red, green / blue, white / black, (1, 2, 3). */
const expected = [0, 0, 0, 1, 2, 3, 0, 0, 255, 255, 255, 255, 255, 0, 0, 0, 255, 0];

/** Numbers as little-endian bytes; each entry is [value, bytes]. */
function bytes(...fields: (readonly [number, number])[]): number[] {
  return fields.flatMap(([value, size]) => Array.from({ length: size }, (_, i) => (value >>> (8 * i)) & 255));
}

interface Parts {
  readonly bits: number;
  readonly rows: number[];
  readonly palette?: number[];
  readonly masks?: number[];
  readonly compression?: number;
  readonly height?: number;
}

/** A BMP with the 40-byte header, by the layout of the Windows documentation. */
function bmp({ bits, rows, palette = [], masks = [], compression = 0, height = 3 }: Parts): Uint8Array {
  const start = 54 + masks.length + palette.length;
  return Uint8Array.from([
    ...[0x42, 0x4d],
    ...bytes([start + rows.length, 4], [0, 4], [start, 4]),
    ...bytes([40, 4], [2, 4], [height, 4], [1, 2], [bits, 2], [compression, 4], [rows.length, 4]),
    ...bytes([2835, 4], [2835, 4], [palette.length / 4, 4], [0, 4]),
    ...masks,
    ...palette,
    ...rows,
  ]);
}

/** 24 bits: blue, green, red; rows filled up to four bytes. */
const rows24 = [0, 0, 255, 0, 255, 0, 0, 0, 255, 0, 0, 255, 255, 255, 0, 0, 0, 0, 0, 3, 2, 1, 0, 0];

/** Red, green, blue, white, black, (1, 2, 3). */
const palette = [0, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0, 0, 255, 255, 255, 0, 0, 0, 0, 0, 3, 2, 1, 0];

const pixels = async (file: Uint8Array) => [...(await decodeImage(file, 64)).data];

describe('BMP', () => {
  it('reads 24 bits, from the bottom row to the top', async () => {
    const image = await decodeImage(bmp({ bits: 24, rows: rows24 }), 64);
    expect([image.height, image.width]).toEqual([3, 2]);
    expect([...image.data]).toEqual(expected);
  });

  it('reads rows from the top where the height is negative', async () => {
    const flipped = [2, 1, 0].flatMap((row) => rows24.slice(8 * row, 8 * row + 8));
    expect(await pixels(bmp({ bits: 24, rows: flipped, height: -3 }))).toEqual(expected);
  });

  it('reads 32 bits, whatever the fourth byte', async () => {
    const rows = [0, 0, 255, 0, 0, 255, 0, 9, 255, 0, 0, 255, 255, 255, 255, 0, 0, 0, 0, 0, 3, 2, 1, 0];
    expect(await pixels(bmp({ bits: 32, rows }))).toEqual(expected);
  });

  it('reads 32 bits with masks', async () => {
    const masks = bytes([0x000000ff, 4], [0x0000ff00, 4], [0x00ff0000, 4]);
    const rows = [255, 0, 0, 0, 0, 255, 0, 0, 0, 0, 255, 0, 255, 255, 255, 0, 0, 0, 0, 0, 1, 2, 3, 0];
    expect(await pixels(bmp({ bits: 32, rows, masks, compression: 3 }))).toEqual(expected);
  });

  it('reads a palette of 8, 4 and 1 bits', async () => {
    expect(await pixels(bmp({ bits: 8, rows: [0, 1, 0, 0, 2, 3, 0, 0, 4, 5, 0, 0], palette }))).toEqual(
      expected,
    );
    expect(
      await pixels(bmp({ bits: 4, rows: [0x01, 0, 0, 0, 0x23, 0, 0, 0, 0x45, 0, 0, 0], palette })),
    ).toEqual(expected);
    const two = await pixels(bmp({ bits: 1, rows: [0x40, 0, 0, 0, 0x80, 0, 0, 0, 0, 0, 0, 0], palette }));
    expect(two).toEqual([255, 0, 0, 255, 0, 0, 0, 255, 0, 255, 0, 0, 255, 0, 0, 0, 255, 0]);
  });

  it('reads 16 bits: five a channel', async () => {
    const pixel = (r: number, g: number, b: number) => bytes([(r << 10) | (g << 5) | b, 2]);
    const rows = [
      pixel(31, 0, 0),
      pixel(0, 31, 0),
      pixel(0, 0, 31),
      pixel(31, 31, 31),
      pixel(0, 0, 0),
      pixel(1, 16, 2),
    ];
    expect(await pixels(bmp({ bits: 16, rows: rows.flat() }))).toEqual([
      ...[0, 0, 0, 8, 132, 16],
      ...expected.slice(6),
    ]);
  });

  it('reads the old 12-byte header', async () => {
    const header = bytes([26 + rows24.length, 4], [0, 4], [26, 4], [12, 4], [2, 2], [3, 2], [1, 2], [24, 2]);
    expect(await pixels(Uint8Array.from([0x42, 0x4d, ...header, ...rows24]))).toEqual(expected);
  });

  it('refuses truncated, compressed, empty and gigantic files', async () => {
    const whole = bmp({ bits: 24, rows: rows24 });
    await expect(decodeImage(whole.subarray(0, whole.length - 1), 64)).rejects.toThrow('is truncated');
    await expect(decodeImage(whole.subarray(0, 30), 64)).rejects.toThrow('damaged');
    await expect(decodeImage(bmp({ bits: 8, rows: rows24, palette, compression: 1 }), 64)).rejects.toThrow(
      'compressed BMP',
    );
    await expect(decodeImage(bmp({ bits: 24, rows: [], height: 0 }), 64)).rejects.toThrow('has no pixels');
    await expect(decodeImage(bmp({ bits: 24, rows: [], height: 2e8 }), 64)).rejects.toThrow('million pixels');
  });
});
