import type { PhiloxStream } from '../../random/philox';
import { hsvToRgb, luma, type Rgb } from './color';
import { textureNames } from './textures';

/** Everything that determines a generated image. Lengths are shares of the side, angles in degrees. */
export interface Scene {
  /** Label of the shape. */
  readonly class: number;
  /** Colour of the object in HSV; saturation and value 0 to 1. Its texture dims the value and leaves the hue. */
  readonly hueDegrees: number;
  readonly saturation: number;
  readonly value: number;
  /** Counter-clockwise as seen, 0 to 360. */
  readonly orientationDegrees: number;
  /** Radius of the circle around the object. */
  readonly scale: number;
  /** Centre of the object's area, from the left and from the top. */
  readonly x: number;
  readonly y: number;
  /** Pattern of the object, a position in `textureNames`; its direction on the screen and its period. */
  readonly texture: number;
  readonly textureDegrees: number;
  readonly texturePeriod: number;
  /** Pattern of the background, likewise, and the point it starts from. */
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
  /** What the patterns that are random in themselves start from, an integer below 2²⁴. */
  readonly patternSeed: number;
}

/** How far the object's texture dims its colour. */
export const textureDimming = 0.62;

/** Least difference in brightness of object and background, so that the shape shows. */
const contrast = 0.16;

/** Draws a scene. All is random, and colours of object and background tell nothing of the class. */
export function drawScene(stream: PhiloxStream, label: number): Scene {
  const scale = stream.between(0.27, 0.42);
  const margin = 0.9 * scale;
  return {
    class: label,
    orientationDegrees: stream.between(0, 360),
    scale,
    x: stream.between(margin, 1 - margin),
    y: stream.between(margin, 1 - margin),
    texture: stream.below(textureNames.length),
    textureDegrees: stream.between(0, 360),
    texturePeriod: stream.between(0.14, 0.22),
    background: stream.below(textureNames.length),
    backgroundX: stream.uniform(),
    backgroundY: stream.uniform(),
    backgroundDegrees: stream.between(0, 360),
    backgroundPeriod: stream.between(0.16, 0.4),
    ...drawColors(stream),
    patternSeed: stream.below(2 ** 24),
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

/** Draws colours until the object stands out in brightness against both of the background's; either may be brighter. */
function drawColors(stream: PhiloxStream): Colors {
  for (;;) {
    const colors: Colors = {
      hueDegrees: stream.between(0, 360),
      saturation: stream.between(0.5, 1),
      value: stream.between(0.4, 1),
      backgroundHueDegrees: stream.between(0, 360),
      backgroundSaturation: stream.between(0.1, 0.9),
      backgroundValue: stream.between(0.15, 1),
      secondHueDegrees: stream.between(0, 360),
      secondSaturation: stream.between(0.1, 0.9),
      secondValue: stream.between(0.15, 1),
    };
    const bright = luma(objectColor(colors));
    const dark = textureDimming * bright;
    const grounds = backgroundColors(colors).map(luma);
    if (grounds.every((ground) => ground > bright + contrast)) return colors;
    if (grounds.every((ground) => ground < dark - contrast)) return colors;
  }
}

/** The object's colour where its texture does not dim it. */
export function objectColor(scene: Colors): Rgb {
  return hsvToRgb(scene.hueDegrees, scene.saturation, scene.value);
}

/** The two colours of the background. */
export function backgroundColors(scene: Colors): readonly [Rgb, Rgb] {
  return [
    hsvToRgb(scene.backgroundHueDegrees, scene.backgroundSaturation, scene.backgroundValue),
    hsvToRgb(scene.secondHueDegrees, scene.secondSaturation, scene.secondValue),
  ];
}
