import type {
  EmbeddingImages,
  EmbeddingRunView,
  EmbeddingStep,
  ImageJudgement,
  Judgement,
  Knowledge,
} from '../../../extension/embeddingPanel/messages';

/** A made-up run whose h knows the class and the hue, and whose z has lost the hue. */
export interface EmbeddingScenario {
  readonly images: number;
  readonly classes: number;
  readonly steps: readonly number[];
  readonly checkpoints: readonly number[];
  readonly mayCompute: boolean;
}

const names = [
  'arrow',
  'circle',
  'cross',
  'crescent',
  'heart',
  'moon',
  'square',
  'star',
  'triangle',
  'wedge',
];

/** Scenarios by name. */
export const embeddingScenarios: Readonly<Record<string, EmbeddingScenario>> = {
  finished: {
    images: 600,
    classes: 10,
    steps: [0, 400, 800, 1200],
    checkpoints: [800, 1200],
    mayCompute: true,
  },
  unlabelled: { images: 200, classes: 0, steps: [1200], checkpoints: [1200], mayCompute: true },
  many: { images: 10_000, classes: 10, steps: [1200], checkpoints: [1200], mayCompute: true },
  most: { images: 50_000, classes: 10, steps: [1200], checkpoints: [1200], mayCompute: true },
  checkpointOnly: { images: 300, classes: 10, steps: [], checkpoints: [800, 1200], mayCompute: true },
  nothing: { images: 0, classes: 10, steps: [], checkpoints: [], mayCompute: true },
  untrusted: { images: 300, classes: 10, steps: [], checkpoints: [1200], mayCompute: false },
};

const stepsPerEpoch = 100;
const sizes = { h: 32, z: 16 };

/** A repeatable number, 0 to 1, for two integers. */
function chance(a: number, b: number): number {
  let hash = Math.imul(a + 1, 0x9e3779b1) ^ Math.imul(b + 7, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
}

export function runViewOf(scenario: EmbeddingScenario, computed: readonly number[] = []): EmbeddingRunView {
  const saved = new Set([...scenario.steps, ...computed]);
  const steps: EmbeddingStep[] = [...new Set([...saved, ...scenario.checkpoints])]
    .sort((a, b) => a - b)
    .map((step) => ({
      ...{ step, epoch: step / stepsPerEpoch },
      ...{ saved: saved.has(step), checkpoint: scenario.checkpoints.includes(step) },
    }));
  const { mayCompute } = scenario;
  return {
    folder: '/runs/shapes',
    id: 'shapes',
    title: 'quick-shapes',
    state: 'finished',
    steps,
    mayCompute,
    seed: 3,
  };
}

export function imagesOf({ images: count, classes }: EmbeddingScenario): EmbeddingImages {
  const rows = Array.from({ length: count }, (_, i) => i);
  const hue = (i: number) => Number((360 * chance(i, 1)).toPrecision(5));
  return {
    split: 'test',
    classes: classes === 0 ? null : names.slice(0, classes),
    ids: rows.map((i) => `test/${i}`),
    labels: classes === 0 ? null : rows.map((i) => i % classes),
    factors:
      classes === 0
        ? []
        : [
            { name: 'hue', kind: 'angle', categories: null, values: rows.map(hue) },
            {
              name: 'scale',
              kind: 'number',
              categories: null,
              values: rows.map((i) => 0.18 + 0.07 * chance(i, 2)),
            },
            {
              ...{ name: 'texture', kind: 'category', categories: ['plain', 'stripes', 'dots'] },
              values: rows.map((i) => Math.floor(3 * chance(i, 3))),
            },
          ],
    sampling: { of: 2 * count, seed: 3 },
  };
}

/** h or z of a step: classes drift apart as training goes on. */
export function matrixOf(scenario: EmbeddingScenario, step: number, space: 'h' | 'z') {
  const size = sizes[space];
  const apart = step / 1200;
  const images = imagesOf(scenario);
  const data = new Float32Array(scenario.images * size);
  for (let row = 0; row < scenario.images; row++) {
    const label = images.labels?.[row] ?? row % 3;
    const hue = ((images.factors[0]?.values[row] ?? 0) * Math.PI) / 180;
    for (let i = 0; i < size; i++) {
      const direction = 2.4 * (chance(label, 50 + i) - 0.5);
      const colored = space === 'h' ? 0.5 * (i === 0 ? Math.cos(hue) : i === 1 ? Math.sin(hue) : 0) : 0;
      data[row * size + i] = apart * direction + colored + 0.9 * (chance(row, 100 + i) - 0.5);
    }
  }
  return { data: data.buffer, size };
}

/** A tile in the colour of the image's hue, with its class as a grey corner. */
export function thumbnailsOf(ids: readonly string[]) {
  const side = 16;
  const rgb = new Uint8Array(ids.length * side * side * 3);
  ids.forEach((id, n) => {
    const i = Number(id.replace('test/', ''));
    for (let pixel = 0; pixel < side * side; pixel++) {
      const corner = pixel % side < 6 && pixel / side < 6;
      const at = (n * side * side + pixel) * 3;
      for (let c = 0; c < 3; c++) {
        rgb[at + c] = corner ? 25 * (i % 10) : 127 + 127 * Math.cos(2 * Math.PI * (chance(i, 1) - c / 3));
      }
    }
  });
  return { ids, side, rgb: rgb.buffer, found: ids.map(() => true) };
}

export function judgementOf({ images, classes }: EmbeddingScenario): Judgement {
  const judged = (share: number, which: number): ImageJudgement => {
    const rows = Array.from({ length: images }, (_, i) => i);
    const correct = rows.map((i) => chance(i, which) < share);
    return {
      correct,
      loss: rows.map((i) => (correct[i] ? 0.3 : 1.8) * (0.5 + chance(i, which + 1))),
      predicted: rows.map((i) => (correct[i] ? i % classes : (i + 1) % classes)),
    };
  };
  return { h: judged(0.7, 20), z: judged(0.5, 30) };
}

export const knowledge: readonly Knowledge[] = [
  {
    step: 800,
    source: 'run',
    things: [
      { name: 'class', kind: 'class', chance: 0.1, h: 0.52, z: 0.43 },
      { name: 'class (kNN)', kind: 'class', chance: 0.1, h: 0.49, z: null },
    ],
    measures: [
      { name: 'uniformity', h: null, z: -2.31, most: null },
      { name: 'rank', h: 14.2, z: 9.1, most: null },
    ],
  },
  {
    step: 1200,
    source: 'evaluation',
    things: [
      { name: 'class', kind: 'class', chance: 0.1, h: 0.58, z: 0.49 },
      { name: 'class (kNN)', kind: 'class', chance: 0.1, h: 0.55, z: 0.5 },
      { name: 'hue', kind: 'recorded', chance: 0.13, h: 0.71, z: 0.22 },
      { name: 'orientation', kind: 'recorded', chance: 0.13, h: 0.55, z: 0.14 },
      { name: 'scale', kind: 'recorded', chance: 0.25, h: 0.41, z: 0.35 },
      { name: 'rotation', kind: 'transformation', chance: 0.25, h: 0.62, z: 0.31 },
    ],
    measures: [
      { name: 'alignment', h: 0.41, z: 0.22, most: null },
      { name: 'uniformity', h: -1.9, z: -2.71, most: null },
      { name: 'rank', h: 18.4, z: 11.3, most: { h: 32, z: 16 } },
    ],
  },
];
