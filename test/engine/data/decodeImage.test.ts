import { crc32 } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodeImage } from '../../../engine/data/decode/decodeImage';
import { UnusableImage } from '../../../engine/data/imageSource';

type Channels = 1 | 2 | 3 | 4;

/** An image of raw values, to be encoded. */
function image(values: readonly number[], width: number, height: number, channels: Channels): Sharp {
  return sharp(Uint8Array.from(values), { raw: { width, height, channels } });
}

/** The same with 16 bits a channel. */
function deepImage(values: readonly number[], width: number, height: number, channels: Channels): Sharp {
  return sharp(Uint16Array.from(values), { raw: { width, height, channels } });
}

/** Two rows of three pixels, all different. */
const pixels = [10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120, 130, 140, 150, 160, 170, 180];
const rgb = () => image(pixels, 3, 2, 3);

/** 32×24 pixels of one colour. */
const color = [180, 120, 100];
const plain = () =>
  image(
    Array(32 * 24)
      .fill(color)
      .flat(),
    32,
    24,
    3,
  );

/** Pseudo-random values: nothing that compresses to almost nothing. */
const noise = Array.from({ length: 200 * 100 * 3 }, (_, i) => (Math.imul(i, 0x9e3779b1) >>> 13) & 255);
const noisy = () => image(noise, 200, 100, 3);

async function decoded(encoded: Promise<Buffer>, storeSize = 64) {
  const { data, height, width } = await decodeImage(await encoded, storeSize);
  return { height, width, pixels: [...data] };
}

function reasonOf(bytes: Uint8Array): Promise<string> {
  return decodeImage(bytes, 64).then(
    () => 'none',
    (error: unknown) =>
      error instanceof UnusableImage ? error.reason : `not an UnusableImage: ${String(error)}`,
  );
}

describe('decodeImage', () => {
  it.each([
    ['PNG', rgb().png()],
    ['palette PNG', rgb().png({ palette: true, dither: 0 })],
    ['WebP', rgb().webp({ lossless: true })],
    ['TIFF', rgb().tiff({ compression: 'lzw' })],
    ['GIF', rgb().gif({ dither: 0 })],
  ])('gives the pixels of a lossless %s as they are', async (_, encoder) => {
    expect(await decoded(encoder.toBuffer())).toEqual({ height: 2, width: 3, pixels });
  });

  it.each([
    ['JPEG', plain().jpeg({ quality: 100 })],
    ['AVIF', plain().avif({ quality: 90 })],
    ['CMYK JPEG', plain().toColourspace('cmyk').jpeg({ quality: 100 })],
  ])('gives the colours of a %s', async (name, encoder) => {
    const encoded = await encoder.toBuffer();
    expect((await sharp(encoded).metadata()).space).toBe(name.startsWith('CMYK') ? 'cmyk' : 'srgb');
    const result = await decoded(Promise.resolve(encoded));
    expect([result.height, result.width, result.pixels.length]).toEqual([24, 32, 24 * 32 * 3]);
    // CMYK has no exact counterpart of every colour of sRGB.
    for (const [c, value] of color.entries()) {
      expect(Math.abs((result.pixels[c] ?? 0) - value)).toBeLessThan(12);
    }
  });

  it('repeats grey in all channels', async () => {
    const grey = image([0, 77, 255, 130], 2, 2, 1).toColourspace('b-w').png().toBuffer();
    expect((await decoded(grey)).pixels).toEqual([0, 0, 0, 77, 77, 77, 255, 255, 255, 130, 130, 130]);
  });

  it('keeps the high byte of 16 bits', async () => {
    const grey = deepImage([40000, 300, 0, 65535], 2, 2, 1).toColourspace('grey16').png().toBuffer();
    expect((await sharp(await grey).metadata()).depth).toBe('ushort');
    expect((await decoded(grey)).pixels.filter((_, i) => i % 3 === 0)).toEqual([156, 1, 0, 255]);
    const color = deepImage([60000, 30000, 10000], 1, 1, 3).toColourspace('rgb16').png().toBuffer();
    expect((await decoded(color)).pixels).toEqual([234, 117, 39]);
  });

  it('lays transparency over mid-grey', async () => {
    const rgba = image([0, 0, 0, 0, 255, 255, 255, 0, 200, 100, 0, 255, 255, 0, 128, 128], 2, 2, 4);
    const result = (await decoded(rgba.png().toBuffer())).pixels;
    expect(result.slice(0, 9)).toEqual([128, 128, 128, 128, 128, 128, 200, 100, 0]);
    // Half of red over grey: (255 + 128) / 2, (0 + 128) / 2, 128.
    for (const [c, value] of [191.5, 64, 128].entries()) {
      expect(Math.abs((result[9 + c] ?? 0) - value)).toBeLessThanOrEqual(1.5);
    }
  });

  // Where the stored rows and columns go, by the Exif specification's tag 0x0112.
  it.each([
    [1, 3, [0, 1, 2, 3, 4, 5]],
    [2, 3, [2, 1, 0, 5, 4, 3]],
    [3, 3, [5, 4, 3, 2, 1, 0]],
    [4, 3, [3, 4, 5, 0, 1, 2]],
    [5, 2, [0, 3, 1, 4, 2, 5]],
    [6, 2, [3, 0, 4, 1, 5, 2]],
    [7, 2, [5, 2, 4, 1, 3, 0]],
    [8, 2, [2, 5, 1, 4, 0, 3]],
  ])('turns an image as EXIF orientation %i says', async (orientation, width, order) => {
    const result = await decoded(rgb().withMetadata({ orientation }).png().toBuffer());
    expect([result.width, result.height]).toEqual([width, 6 / width]);
    expect(result.pixels).toEqual(order.flatMap((i) => pixels.slice(3 * i, 3 * i + 3)));
  });

  it('takes the first frame of an animation', async () => {
    const frames = [...Array<number>(300).fill(250), ...Array<number>(300).fill(10)];
    const gif = sharp(Uint8Array.from(frames), {
      raw: { width: 10, height: 20, channels: 3, pageHeight: 10 },
    })
      .gif({ delay: [10, 10] })
      .toBuffer();
    expect((await sharp(await gif, { pages: -1 }).metadata()).pages).toBe(2);
    const result = await decoded(gif);
    expect([result.height, result.width]).toEqual([10, 10]);
    expect(new Set(result.pixels)).toEqual(new Set([250]));
  });

  it('resizes the shorter side down to the store size, and never up', async () => {
    expect(await decoded(noisy().png().toBuffer(), 50)).toMatchObject({ height: 50, width: 100 });
    expect(await decoded(noisy().png().toBuffer(), 100)).toEqual({ height: 100, width: 200, pixels: noise });
    expect(await decoded(noisy().png().toBuffer(), 101)).toEqual({ height: 100, width: 200, pixels: noise });
  });

  it.each([
    ['wide', 100, 4],
    ['tall', 4, 100],
  ])('cuts a %s image centrally at four times its shorter side', async (_, width, height) => {
    const coordinates = Array.from({ length: width * height }, (__, i) => [
      i % width,
      Math.floor(i / width),
      7,
    ]);
    const result = await decoded(image(coordinates.flat(), width, height, 3).png().toBuffer());
    const tall = height > width;
    expect([result.width, result.height]).toEqual(tall ? [4, 16] : [16, 4]);
    expect(result.pixels.slice(0, 3)).toEqual(tall ? [0, 42, 7] : [42, 0, 7]);
    expect(result.pixels.slice(-3)).toEqual(tall ? [3, 57, 7] : [57, 3, 7]);
  });

  it.each([
    ['JPEG', noisy().jpeg()],
    ['PNG', noisy().png()],
    ['WebP', noisy().webp()],
    ['GIF', noisy().gif()],
    ['AVIF', noisy().avif()],
  ])('refuses a truncated %s', async (_, encoder) => {
    const whole = await encoder.toBuffer();
    expect(await reasonOf(whole)).toBe('none');
    for (const share of [0.9, 0.5, 0.2]) {
      expect(await reasonOf(whole.subarray(0, Math.floor(share * whole.length)))).toMatch(
        /truncated or damaged/,
      );
    }
  });

  it('says what is wrong with other bytes', async () => {
    expect(await reasonOf(new Uint8Array(0))).toBe('is empty');
    expect(await reasonOf(Buffer.from('<!DOCTYPE html><title>404</title>'))).toMatch(/is not an image/);
    expect(await reasonOf(new Uint8Array(1000))).toMatch(/is not an image/);
  });

  it('refuses an image whose pixels would fill the memory, however small its file', async () => {
    // The header of a small PNG is made to promise 20,000 × 5,001 pixels.
    const bytes = await rgb().png().toBuffer();
    bytes.writeUInt32BE(20_000, 16);
    bytes.writeUInt32BE(5_001, 20);
    bytes.writeUInt32BE(crc32(bytes.subarray(12, 29)), 29);
    expect(await reasonOf(bytes)).toBe('has more than 100 million pixels');
  });
});
