/** The images that `test/vectors/make_augment.py` made its numbers from: 8-bit RGB, channels last. */
export function picture(kind: string, height: number, width: number): Uint8Array {
  const value = (y: number, x: number, c: number): number => {
    if (kind === 'texture') return (x * 7 + y * 13 + c * 50 + ((x * y * 31 + x * x * 3 + c * 17) % 64)) % 256;
    if (kind === 'palette') return [0, 128, 255][Math.floor((y * width + x) / 3 ** c) % 3] ?? 0;
    if (kind === 'white') return 255;
    throw new Error(kind);
  };
  const image = new Uint8Array(height * width * 3);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < 3; c++) image[at++] = value(y, x, c);
    }
  }
  return image;
}
