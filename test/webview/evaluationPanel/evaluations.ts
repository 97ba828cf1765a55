import type { EvaluationRecord, EvaluationView } from '../../../extension/evaluationPanel/messages';

type Report = NonNullable<EvaluationRecord['knn']>['h'];

/** A classifier of so many classes that is right with the share `skill`, and else prefers classes nearby. */
function report(classes: number, imagesOfClass: number, skill: number): Report {
  const confusion = Array.from({ length: classes }, (_, actual) => {
    const row = Array.from({ length: classes }, () => 0);
    for (let image = 0; image < imagesOfClass; image++) {
      const draw = ((image * 37 + actual * 11) % 100) / 100;
      const own = skill * (0.7 + (0.6 * ((actual * 7) % classes)) / classes);
      const away = 1 + Math.floor(((draw - own) / Math.max(0.01, 1 - own)) ** 2 * (classes - 1));
      const predicted = draw < own ? actual : (actual + away) % classes;
      row[predicted] = (row[predicted] ?? 0) + 1;
    }
    return row;
  });
  const perClass = confusion.map((row, label) => (row[label] ?? 0) / imagesOfClass);
  const top1 = perClass.reduce((sum, share) => sum + share, 0) / classes;
  return { top1, top5: classes > 5 ? Math.min(1, top1 + 0.25) : null, perClass, confusion };
}

const shapes = [
  'circle',
  'square',
  'triangle',
  'pentagon',
  'star',
  'cross',
  'ring',
  'heart',
  'arrow',
  'crescent',
];
const validation = [{ l2: 0.1, accuracy: 0.6 }];

/** An evaluation of so many classes; null has no labels. */
export function recordOf(names: readonly string[] | null): EvaluationRecord {
  const classes = names?.length ?? 0;
  const linear = (skill: number) => ({
    ...report(classes, 100, skill),
    l2: 0.0316,
    validation,
    recipe: null,
  });
  return {
    format: 1,
    createdAt: '2026-11-24T12:04:05.000Z',
    checkpoint: 'checkpoints/step-00000702.safetensors',
    step: 702,
    request: {
      protocols: names === null ? ['factors', 'metrics'] : ['linear', 'knn', 'factors', 'metrics'],
      ...{ maxImages: 50_000, neighbours: 200, temperature: 0.1, seed: 0 },
      ...{ solver: 'lbfgs', labelShares: [0.01, 0.1, 1], target: null },
      ...{ epochs: null, learningRate: null, cropScale: null },
    },
    dataset: {
      name: 'built-in',
      fingerprint: '3f0d8c1be2a7',
      classes: names === null ? null : [...names],
      imageSize: 32,
      trainImages: 5000,
      testImages: 100 * (classes || 10),
    },
    device: { backend: 'cpu', detail: 'AMD EPYC, WebAssembly (wide)', threads: 2 },
    versions: { 'simclr-lab': '0.1.0', node: 'v24.21.0' },
    seconds: 13.4,
    chance: names === null ? null : 1 / classes,
    linear: names === null ? null : { h: linear(0.63), z: linear(0.55) },
    knn: names === null ? null : { h: report(classes, 100, 0.58), z: report(classes, 100, 0.54) },
    metrics: {
      h: {
        ...{ alignment: 0.412, uniformity: -2.31, rank: 23.4, largestRank: 128 },
        ...(names === null ? { intraClass: null, interClass: null } : { intraClass: 0.81, interClass: 1.22 }),
      },
      z: {
        ...{ alignment: 0.211, uniformity: -2.9, rank: 14.8, largestRank: 64 },
        ...(names === null ? { intraClass: null, interClass: null } : { intraClass: 0.74, interClass: 1.4 }),
      },
    },
    factors: [
      ...(names === null
        ? []
        : ([
            { name: 'hue', kind: 'recorded', classes: 8, chance: 0.14, h: 0.755, z: 0.605 },
            { name: 'orientation', kind: 'recorded', classes: 8, chance: 0.14, h: 0.402, z: 0.391 },
            { name: 'horizontal position', kind: 'recorded', classes: 4, chance: 0.26, h: 0.512, z: 0.33 },
            { name: 'texture', kind: 'recorded', classes: 4, chance: 0.27, h: 0.62, z: 0.7 },
          ] as const)),
      { name: 'colour or gray', kind: 'transformation', classes: 2, chance: 0.5, h: 0.996, z: 0.953 },
      { name: 'rotation', kind: 'transformation', classes: 4, chance: 0.25, h: 0.574, z: 0.41 },
    ],
    ...{ shortcut: null, semiSupervised: null, transfer: null, supervised: null },
  };
}

const trained = (top1: number, epochs: number) => ({
  ...{ top1, top5: Math.min(1, top1 + 0.3) },
  recipe: { epochs, batchSize: 64, learningRate: 0.05, weightDecay: 0 },
});

/** The same with everything that networks learnt from labels. */
function learnt(): EvaluationRecord {
  return {
    ...recordOf(shapes),
    shortcut: { images: 1000, chance: 0.5, crops: 0.912, distorted: 0.543 },
    semiSupervised: [
      { share: 0.01, images: 50, fineTuned: trained(0.231, 60), scratch: trained(0.142, 300) },
      { share: 0.1, images: 500, fineTuned: trained(0.627, 30), scratch: trained(0.451, 150) },
    ],
    transfer: {
      target: {
        ...{ name: 'CIFAR-10', fingerprint: 'c1', classes: shapes, imageSize: 32 },
        ...{ trainImages: 50_000, testImages: 10_000 },
      },
      chance: 0.1,
      linear: {
        pretrained: { top1: 0.55, top5: 0.93 },
        random: { top1: 0.38, top5: 0.86 },
        supervised: { top1: 0.49, top5: 0.9 },
      },
      fineTuned: { pretrained: trained(0.78, 30), random: trained(0.74, 150), supervised: trained(0.77, 30) },
    },
    supervised: trained(0.953, 18),
  };
}

/** Titles and explanations of what `learnt` shows besides. */
const learning: EvaluationView['protocols'] = [
  {
    name: 'shortcut',
    title: 'Colour shortcut',
    explanation: 'how well colour histograms alone tell crops of an image from those of others',
  },
  {
    name: 'semi-supervised',
    title: 'Semi-supervised learning',
    explanation: 'all of f fine-tuned on shares of the labels, and from scratch',
  },
  {
    name: 'transfer',
    title: 'Transfer',
    explanation: 'linear and fine-tuned on other images, beside random and supervised',
  },
  {
    name: 'supervised',
    title: 'Supervised baseline',
    explanation: 'the same encoder and T, trained with labels',
  },
];

function viewOf(record: EvaluationRecord, changes: Partial<EvaluationView> = {}): EvaluationView {
  return {
    path: '/work/.simclr/runs/2026-11-24T11-00-00_builtin_resnet8/evaluations/step-00000702.json',
    title: 'quick-shapes',
    record,
    epoch: 18,
    best: true,
    repeatable: true,
    made: '12:04',
    finding:
      'h predicts the class at 63.3 %, z at 57.0 % (chance 10.0 %). z lost horizontal position (51.2 → 33.0 %), rotation (57.4 → 41.0 %), hue (75.5 → 60.5 %).',
    command:
      'simclr evaluate /work/.simclr/runs/2026-11-24T11-00-00_builtin_resnet8/checkpoints/step-00000702.safetensors --protocol linear,knn,factors,metrics --max-images 50000 --neighbours 200 --knn-temperature 0.1 --backend cpu --threads 2',
    protocols: [
      {
        name: 'linear',
        title: 'Linear evaluation',
        explanation: 'how well a linear classifier tells the classes on frozen features',
      },
      {
        name: 'knn',
        title: 'Nearest neighbours',
        explanation: 'how often the weighted vote of the most similar images is right',
      },
      {
        name: 'factors',
        title: 'What else is known',
        explanation: 'colour, rotation, noise and more, read off h and off z: what the head throws away',
      },
      {
        name: 'metrics',
        title: 'Geometry',
        explanation: 'alignment, uniformity, effective rank, distances within and between classes',
      },
    ],
    lossThreshold: 0.05,
    ...changes,
  };
}

/** Evaluations to show, by the name that the page's address gives. */
export const evaluations: Readonly<Record<string, EvaluationView>> = {
  shapes: viewOf(recordOf(shapes)),
  learnt: viewOf(learnt(), { protocols: [...viewOf(recordOf(shapes)).protocols, ...learning] }),
  unlabelled: viewOf(recordOf(null), { finding: '', best: false, repeatable: false, epoch: null }),
  hundred: viewOf(recordOf(Array.from({ length: 100 }, (_, i) => `class with a long name ${i}`))),
  two: viewOf(recordOf(['cat', 'a dog <b>of</b> any kind'])),
};
