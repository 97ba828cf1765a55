/** A colour: red, green and blue, 0 to 1. */
export type Rgb = readonly [number, number, number];

/** Red, green and blue of a hue (degrees), saturation and value (0 to 1). */
export function hsvToRgb(hue: number, saturation: number, value: number): Rgb {
  const channel = (offset: number) => {
    const k = (offset + hue / 60) % 6;
    return value - value * saturation * Math.max(0, Math.min(k, 4 - k, 1));
  };
  return [channel(5), channel(3), channel(1)];
}

/** Brightness as seen, 0 to 1 (Rec. 601 luma, as in torchvision's grayscale). */
export function luma([red, green, blue]: Rgb): number {
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}
