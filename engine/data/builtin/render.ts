import type { RawImage } from '../imageSource';
import { signedDistance } from './polygon';
import { backgroundBlend, backgroundColors, shapeColor, textureDimming, type Scene } from './scene';
import { shapes } from './shapes';
import { backgrounds, surfaces, type Pattern } from './textures';

const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** A pattern with its direction and period: a function of a point, shares of the side, y upwards. */
function turned(pattern: Pattern | undefined, degrees: number, period: number, seed: number) {
  if (!pattern) throw new RangeError('there is no such texture or background');
  const cos = Math.cos(radians(degrees)) / period;
  const sin = Math.sin(radians(degrees)) / period;
  return (x: number, y: number) => pattern(cos * x + sin * y, cos * y - sin * x, seed);
}

/**
 * Paints a scene on `size` × `size` pixels. Outlines are smooth: a pixel shows the shape in proportion to the
 * distance of its centre to the outline.
 */
export function renderScene(scene: Scene, size: number): RawImage {
  const data = new Uint8Array(size * size * 3);
  const outline = shapes[scene.class];
  if (!outline) throw new RangeError(`there is no shape ${String(scene.class)}`);
  const ink = shapeColor(scene);
  const [first, second] = backgroundColors(scene);
  const { texture, textureDegrees, texturePeriod, background, backgroundDegrees, backgroundPeriod } = scene;
  const surface = turned(surfaces[texture]?.pattern, textureDegrees, texturePeriod, 0);
  const ground = turned(
    backgrounds[background]?.pattern,
    backgroundDegrees,
    backgroundPeriod,
    scene.cloudSeed,
  );
  const [rowCos, rowSin] = [Math.cos(radians(scene.rowDegrees)), Math.sin(radians(scene.rowDegrees))];
  // Directions within a copy are relative to the rows.
  const within = radians(scene.orientationDegrees - scene.rowDegrees);
  const [cos, sin] = [Math.cos(within), Math.sin(within)];
  const pixelsOfScale = scene.scale * size;

  for (let row = 0, at = 0; row < size; row++) {
    for (let column = 0; column < size; column++, at += 3) {
      const x = (column + 0.5) / size;
      const y = (row + 0.5) / size;
      // From the centre of a copy, y upwards; then along and across the rows, to the nearest copy.
      const dx = x - scene.x;
      const dy = scene.y - y;
      const along = (rowCos * dx + rowSin * dy) / scene.spacing;
      const across = (rowCos * dy - rowSin * dx) / scene.spacing;
      const u = ((along - Math.round(along)) * scene.spacing) / scene.scale;
      const v = ((across - Math.round(across)) * scene.spacing) / scene.scale;
      const distance = pixelsOfScale * signedDistance(outline, cos * u + sin * v, cos * v - sin * u);
      const cover = Math.min(1, Math.max(0, 0.5 - distance));
      const light = cover > 0 ? 1 - (1 - textureDimming) * surface(dx, dy) : 1;
      const blend = backgroundBlend * ground(x - scene.backgroundX, scene.backgroundY - y);
      for (let c = 0; c < 3; c++) {
        const behind = (first[c] ?? 0) * (1 - blend) + (second[c] ?? 0) * blend;
        data[at + c] = Math.round(255 * (behind * (1 - cover) + (ink[c] ?? 0) * light * cover));
      }
    }
  }
  return { data, height: size, width: size };
}
