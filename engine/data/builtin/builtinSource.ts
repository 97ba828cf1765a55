import type { DataConfig } from '../../config/runConfig';
import { PhiloxStream } from '../../random/philox';
import { streams } from '../../random/streams';
import { fitImage } from '../decode/fitImage';
import type { Factors } from '../dataset';
import { part, type ImageSource } from '../imageSource';
import { renderScene } from './render';
import { drawScene, type Scene } from './scene';
import { shapeNames } from './shapes';

/** Changes whenever the same settings give other images. */
const version = 1;

/** Streams of the test images start here, so that their number and that of the training images are independent. */
const firstTestStream = 2 ** 31;

/** Images painted between two looks at the clock: the event loop stays alive. */
const imagesAtOnce = 64;

/**
 * The generated set: on each image copies of one of ten shapes, or of those that are chosen, coloured, textured and turned at
 * random over varied backgrounds; as many images of each class as of any other, and every factor recorded.
 */
export function openBuiltin(config: DataConfig['builtin']): ImageSource {
  const { train, test, size, seed } = config;
  const count = train + test;
  const chosen = config.shapes ?? shapeNames;
  const shapeOf = chosen.map((name) => shapeNames.indexOf(name));
  const sceneAt = (position: number): Scene => {
    const isTest = position >= train;
    const index = isTest ? position - train : position;
    const stream = new PhiloxStream(seed, streams.builtin, (isTest ? firstTestStream : 0) + index);
    return drawScene(stream, shapeOf[index % shapeOf.length] ?? 0);
  };

  async function* images(positions: Int32Array, storeSize: number, signal?: AbortSignal) {
    for (const [n, position] of positions.entries()) {
      if (n % imagesAtOnce === 0) await new Promise((resume) => setImmediate(resume));
      signal?.throwIfAborted();
      yield await fitImage(renderScene(sceneAt(position), size), storeSize);
    }
  }

  return {
    ...{ format: 'builtin', name: 'builtin', path: 'builtin', count, badFiles: [], warnings: [], images },
    // All shapes go without saying.
    identity: [JSON.stringify({ version, train, test, size, seed, shapes: config.shapes ?? undefined })],
    listing: () => {
      const scenes = Array.from({ length: count }, (_, position) => sceneAt(position));
      const labels = Int32Array.from(scenes, (scene) => shapeOf.indexOf(scene.class));
      return Promise.resolve({
        ids: scenes.map((_, i) => (i < train ? `train/${String(i)}` : `test/${String(i - train)}`)),
        classes: chosen,
        labels,
        parts: Uint8Array.from(scenes, (_, i) => (i < train ? part.train : part.test)),
        factors: { ...factorsOf(scenes), class: Float32Array.from(labels) },
      });
    },
    shape: () => Promise.resolve({ height: size, width: size }),
    pathOf: (position) =>
      position < train ? `train/${String(position)}` : `test/${String(position - train)}`,
  };
}

/** One array a factor, from the scenes. */
function factorsOf(scenes: readonly Scene[]): Factors {
  const factors: Record<string, Float32Array> = {};
  for (const [name] of Object.entries(scenes[0] ?? {}) as [keyof Scene, number][]) {
    factors[name] = Float32Array.from(scenes, (scene) => scene[name]);
  }
  return factors;
}
