import type { PhiloxStream } from '../../random/philox';
import { hsvToRgb, luma, type Rgb } from './color';
import { backgrounds, surfaces } from './textures';

/**
 * Everything that determines a generated image: copies of one shape, side by side in rows, over a background.
 * Lengths are shares of the side of the image, angles degrees counter-clockwise as seen.
 */
export interface Scene {
  /** Position of the shape among all. */
  readonly class: number;
  /** Direction of each copy, 0 to 360. */
  readonly orientationDegrees: number;
  /** Radius of the circle around a copy. */
  readonly scale: number;
  /** Centre of area of the copy nearest to the middle, from the left and from the top. */
  readonly x: number;
  readonly y: number;
  /** Distance from copy to copy along and across the rows, and the direction of the rows. */
  readonly spacing: number;
  readonly rowDegrees: number;
  /** Colour of the shape in HSV; saturation and value 0 to 1. Its texture dims the value and leaves the hue. */
  readonly hueDegrees: number;
  readonly saturation: number;
  readonly value: number;
  /** Texture of the shape, a position in `surfaces`; its direction and its period. */
  readonly texture: number;
  readonly textureDegrees: number;
  readonly texturePeriod: number;
  /** Kind of background, a position in `backgrounds`; the point it starts from, its direction and its period. */
  readonly background: number;
  readonly backgroundX: number;
  readonly backgroundY: number;
  readonly backgroundDegrees: number;
  readonly backgroundPeriod: number;
  /** The background's two colours in HSV. */
  readonly backgroundHueDegrees: number;
  readonly backgroundSaturation: number;
  readonly backgroundValue: number;
  readonly secondHueDegrees: number;
  readonly secondSaturation: number;
  readonly secondValue: number;
  /** What the clouds start from, an integer below 2²⁴. */
  readonly cloudSeed: number;
}

/** How far a texture dims the colour of the shape, and how much of its second colour a background shows. */
export const textureDimming = 0.82;
export const backgroundBlend = 0.5;

/** Least difference in brightness between shape and background, so that the shape can be seen. */
const contrast = 0.2;

/** How far a background's hue may be from the complement of the shape's, degrees. */
const hueSpread = 40;

/** Distance of the copies in radii: their circles do not touch. */
const spacingOfScale = 2.1;

/**
 * Draws a scene. All but the class is random and independent of it, so colours tell nothing of the class; they do
 * tell one image from another, the shortcut that a contrastive learner takes unless T distorts colour.
 */
export function drawScene(stream: PhiloxStream, shape: number): Scene {
  const scale = stream.between(0.18, 0.25);
  const spacing = spacingOfScale * scale;
  const rowDegrees = stream.between(0, 360);
  const along = spacing * stream.between(-0.5, 0.5);
  const across = spacing * stream.between(-0.5, 0.5);
  const [cos, sin] = [Math.cos((rowDegrees * Math.PI) / 180), Math.sin((rowDegrees * Math.PI) / 180)];
  return {
    ...{ class: shape, scale, spacing, rowDegrees },
    orientationDegrees: stream.between(0, 360),
    x: 0.5 + cos * along - sin * across,
    y: 0.5 - sin * along - cos * across,
    texture: stream.below(surfaces.length),
    textureDegrees: stream.between(0, 360),
    texturePeriod: stream.between(0.14, 0.22),
    background: stream.below(backgrounds.length),
    backgroundX: stream.uniform(),
    backgroundY: stream.uniform(),
    backgroundDegrees: stream.between(0, 360),
    backgroundPeriod: stream.between(0.4, 0.8),
    ...drawColors(stream),
    cloudSeed: stream.below(2 ** 24),
  };
}

type Colors = Pick<
  Scene,
  | 'hueDegrees'
  | 'saturation'
  | 'value'
  | 'backgroundHueDegrees'
  | 'backgroundSaturation'
  | 'backgroundValue'
  | 'secondHueDegrees'
  | 'secondSaturation'
  | 'secondValue'
>;

/** Draws colours until the shape stands out in brightness against both of the background's; either may be brighter. */
function drawColors(stream: PhiloxStream): Colors {
  for (;;) {
    const hueDegrees = stream.between(0, 360);
    const groundHue = () => (hueDegrees + 180 + stream.between(-hueSpread, hueSpread)) % 360;
    const colors: Colors = {
      hueDegrees,
      saturation: stream.between(0.6, 0.9),
      value: stream.between(0.4, 1),
      backgroundHueDegrees: groundHue(),
      backgroundSaturation: stream.between(0.4, 0.7),
      backgroundValue: stream.between(0.15, 1),
      secondHueDegrees: groundHue(),
      secondSaturation: stream.between(0.4, 0.7),
      secondValue: stream.between(0.15, 1),
    };
    const bright = luma(shapeColor(colors));
    const dark = textureDimming * bright;
    const grounds = backgroundColors(colors).map(luma);
    if (grounds.every((ground) => ground > bright + contrast)) return colors;
    if (grounds.every((ground) => ground < dark - contrast)) return colors;
  }
}

/** The shape's colour where its texture does not dim it. */
export function shapeColor(scene: Colors): Rgb {
  return hsvToRgb(scene.hueDegrees, scene.saturation, scene.value);
}

/** The two colours of the background. */
export function backgroundColors(scene: Colors): readonly [Rgb, Rgb] {
  return [
    hsvToRgb(scene.backgroundHueDegrees, scene.backgroundSaturation, scene.backgroundValue),
    hsvToRgb(scene.secondHueDegrees, scene.secondSaturation, scene.secondValue),
  ];
}
