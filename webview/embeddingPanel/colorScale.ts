import { withContrast, type Rgb } from '../charts/color';

/**
 * Hues that people with any kind of colour vision tell apart (Okabe and Ito), the two that are hardest on white last.
 * From the ninth category on they come again with another shape.
 */
const hues: readonly Rgb[] = [
  [0, 114, 178],
  [230, 159, 0],
  [0, 158, 115],
  [204, 121, 167],
  [213, 94, 0],
  [86, 180, 233],
  [148, 103, 60],
  [180, 170, 40],
];

/** From little to much: viridis without its ends, which vanish on black or on white. */
const ramp: readonly Rgb[] = [
  [72, 40, 120],
  [62, 74, 137],
  [49, 104, 142],
  [38, 130, 142],
  [31, 158, 137],
  [53, 183, 121],
  [109, 205, 89],
  [180, 222, 44],
  [238, 229, 40],
];

/** Colour and shape (a position in `pointShapes`) of a category, set off from the background. */
export function categoryMark(
  category: number,
  background: Rgb,
): { readonly color: Rgb; readonly shape: number } {
  const hue = hues[category % hues.length] ?? [128, 128, 128];
  return {
    color: withContrast(hue, background, 2.2),
    shape: Math.floor(category / hues.length) % 4,
  };
}

/** Colour of a share, 0 to 1, of a range: the more the brighter on dark grounds, the darker on bright ones. */
export function rampColor(share: number, background: Rgb): Rgb {
  const isDark = background[0] + background[1] + background[2] < 384;
  const from = isDark ? 0.12 : 0;
  const to = isDark ? 1 : 0.88;
  const clamped = Math.min(1, Math.max(0, share));
  const place = (from + (to - from) * (isDark ? clamped : 1 - clamped)) * (ramp.length - 1);
  const below = ramp[Math.floor(place)] ?? [128, 128, 128];
  const above = ramp[Math.min(ramp.length - 1, Math.floor(place) + 1)] ?? below;
  const rest = place - Math.floor(place);
  return [0, 1, 2].map((i) => Math.round((below[i] ?? 0) + ((above[i] ?? 0) - (below[i] ?? 0)) * rest)) as [
    number,
    number,
    number,
  ];
}

/** Colour of an angle in degrees: its own hue, evenly bright, so that 0° and 360° meet. */
export function angleColor(degrees: number, background: Rgb): Rgb {
  const isDark = background[0] + background[1] + background[2] < 384;
  const lightness = isDark ? 0.62 : 0.45;
  const saturation = 0.75;
  const spread = saturation * Math.min(lightness, 1 - lightness);
  const channel = (n: number) => {
    const k = (n + degrees / 30) % 12;
    return Math.round(255 * (lightness - spread * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  };
  return [channel(0), channel(8), channel(4)];
}
