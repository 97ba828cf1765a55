import type { RawImage } from '../imageSource';
import { signedDistance } from './polygon';
import { backgroundColors, objectColor, textureDimming, type Scene } from './scene';
import { shapes } from './shapes';
import { textureNames, textures } from './textures';

/** A function from a point (shares of the side, y upwards) to the strength of a pattern there. */
function patternAt(texture: number, degrees: number, period: number, seed: number) {
  const pattern = textures[textureNames[texture] ?? 'plain'];
  const cos = Math.cos((degrees * Math.PI) / 180) / period;
  const sin = Math.sin((degrees * Math.PI) / 180) / period;
  return (x: number, y: number) => pattern(cos * x - sin * y, sin * x + cos * y, seed);
}

/**
 * Paints a scene on `size` × `size` pixels. The outline is smooth: a pixel shows the object in proportion to the
 * distance of its centre to the outline.
 */
export function renderScene(scene: Scene, size: number): RawImage {
  const data = new Uint8Array(size * size * 3);
  const outline = shapes[scene.class];
  if (!outline) throw new RangeError(`there is no shape ${String(scene.class)}`);
  const ink = objectColor(scene);
  const [first, second] = backgroundColors(scene);
  const surface = patternAt(scene.texture, scene.textureDegrees, scene.texturePeriod, scene.patternSeed);
  const ground = patternAt(
    scene.background,
    scene.backgroundDegrees,
    scene.backgroundPeriod,
    scene.patternSeed ^ 0x5bd1e995,
  );
  const radius = scene.scale * size;
  const cos = Math.cos((scene.orientationDegrees * Math.PI) / 180);
  const sin = Math.sin((scene.orientationDegrees * Math.PI) / 180);

  for (let row = 0, at = 0; row < size; row++) {
    for (let column = 0; column < size; column++, at += 3) {
      const groundStrength = ground(
        (column + 0.5) / size - scene.backgroundX,
        scene.backgroundY - (row + 0.5) / size,
      );
      // From the object's centre, x to the right and y upwards, pixels.
      const dx = column + 0.5 - scene.x * size;
      const dy = scene.y * size - (row + 0.5);
      let cover = 0;
      if (dx * dx + dy * dy < (radius + 1) * (radius + 1)) {
        const u = (cos * dx + sin * dy) / radius;
        const v = (cos * dy - sin * dx) / radius;
        cover = Math.min(1, Math.max(0, 0.5 - radius * signedDistance(outline, u, v)));
      }
      const dimmed = cover > 0 ? 1 - (1 - textureDimming) * surface(dx / size, dy / size) : 1;
      for (let c = 0; c < 3; c++) {
        const behind = (first[c] ?? 0) * (1 - groundStrength) + (second[c] ?? 0) * groundStrength;
        const shown = behind * (1 - cover) + (ink[c] ?? 0) * dimmed * cover;
        data[at + c] = Math.round(255 * shown);
      }
    }
  }
  return { data, height: size, width: size };
}
