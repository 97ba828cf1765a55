import type { RunView } from '../../../extension/runPanel/messages';
import type { MadeUpRun } from './metricsText';
import { ntXent } from './ntXent';

/** What the page shows. */
export interface Scenario {
  /** null: the extension has not answered yet. */
  readonly view: RunView | null;
  readonly run: MadeUpRun | null;
  /** Where the positive pairs come from. */
  readonly pairs: 'sample' | 'sheet' | 'none';
  readonly gone?: string;
}

const classes = ['arrow', 'dome', 'drop', 'ell', 'fish', 'heart', 'horseshoe', 'moon', 'tee', 'triangle'];
const anyTime = ['openConfig', 'openLog', 'reveal', 'duplicate', 'embeddings'] as const;

const plan = {
  totalSteps: 702,
  stepsPerEpoch: 39,
  encoderParameters: 77_400,
  headParameters: 12_480,
  representationSize: 64,
  projectionSize: 128,
  peakMemory: 182_000_000,
};

const dataset = {
  name: 'builtin',
  format: 'builtin',
  source: 'builtin',
  fingerprint: 'ce1e8a68',
  classes,
  imageSize: 32,
  trainCount: 5000,
  testCount: 1000,
  splitOrigin: 'given',
  badFiles: 0,
};

const training: RunView = {
  folder: '/home/ada/shapes/.simclr/runs/2026-11-23T21-59-20_quick-shapes',
  id: '2026-11-23T21-59-20_quick-shapes',
  title: 'quick-shapes',
  state: 'running',
  reason: null,
  queuePosition: null,
  actions: ['pause', 'stop', 'checkpoint', ...anyTime],
  phase: null,
  step: 441,
  totalSteps: 702,
  epoch: 441 / 39,
  epochs: 18,
  secondsLeft: 57,
  seconds: 96,
  viewsPerSecond: 1243,
  device: {
    backend: 'cpu',
    detail: 'wide kernels (256-bit vectors with fused multiply-add), 119 GFLOP/s a thread',
    threads: 2,
  },
  dataset,
  plan,
  seed: 0,
  temperature: 0.2,
  loss: ntXent,
  chance: 0.1,
  finding:
    'So far the representation h predicts the class at 54 %; after the projection head (z) 47 %; chance 10 %. By nearest neighbours 52 %, untrained 25 %.',
  warnings: [],
  summary: null,
  preset: 'quick',
  differences: [
    { path: 'seed', a: 0, b: 3 },
    { path: 'loss.temperature', a: 0.2, b: 0.5 },
    {
      path: 'augment.transforms',
      a: [
        { type: 'crop', p: 1, scale: [0.2, 1] },
        { type: 'flip', p: 0.5 },
      ],
      b: [{ type: 'crop', p: 1, scale: [0.08, 1] }],
    },
    { path: 'data.limit', a: null, b: 2500 },
  ],
  configText: JSON.stringify(
    {
      name: 'quick-shapes',
      seed: 3,
      data: { source: 'builtin', format: 'auto', imageSize: 'auto', limit: 2500 },
      loss: { temperature: 0.5, normalize: true },
      optimizer: { type: 'sgd', learningRate: 0.3, momentum: 0.9 },
    },
    null,
    2,
  ),
  environment: [
    { name: 'host', value: 'ada-workstation' },
    { name: 'simclr-lab', value: '0.1.0' },
    { name: 'node', value: '24.21.0' },
  ],
  logTail: [
    'data      builtin: 5,000 training and 1,000 evaluation images in 10 classes, 32 × 32',
    'encoder   resnet8 (stem cifar, since "auto" takes that for 32×32 images), 77.4 thousand parameters, h of size 64.',
    'training  batch 128, 18 epochs (702 steps), SGD 0.3, τ 0.2',
    'checkpoint at step 390',
    'checkpoint at step 429',
  ],
  checkpoints: [312, 390, 429],
  bestStep: 312,
};

const run: MadeUpRun = { steps: 441, totalSteps: 702, stepsPerEpoch: 39 };

const finished: RunView = {
  ...training,
  state: 'finished',
  actions: [...anyTime],
  step: 702,
  epoch: 18,
  secondsLeft: null,
  seconds: 152,
  viewsPerSecond: null,
  finding:
    'The representation h predicts the class at 59 %; after the projection head (z) 57 %. Untrained: 26 %, chance 10 %.',
  summary: {
    state: 'finished',
    runFolder: training.folder,
    steps: 702,
    seconds: 152,
    lossStart: 5.433,
    lossEnd: 4.302,
    linear: { h: 0.592, z: 0.566, untrainedH: 0.257, untrainedZ: 0.257, chance: 0.1 },
    knn: { h: 0.567, untrainedH: 0.247, chance: 0.1 },
  },
  differences: [],
  checkpoints: [624, 663, 702],
  bestStep: 624,
};

const beforeAll: RunView = {
  ...training,
  actions: ['stop', ...anyTime],
  step: 0,
  totalSteps: null,
  epoch: 0,
  secondsLeft: null,
  seconds: 0,
  viewsPerSecond: null,
  device: null,
  dataset: null,
  plan: null,
  chance: null,
  finding: null,
  logTail: [],
  checkpoints: [],
  bestStep: null,
};

/** The scenarios by the name that the page's address gives. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  loading: { view: null, run: null, pairs: 'none' },
  training: { view: training, run, pairs: 'sample' },
  evaluating: {
    view: { ...training, phase: { phase: 'evaluating', done: 512, total: 1000 } },
    run,
    pairs: 'sample',
  },
  long: {
    view: {
      ...training,
      title: 'cifar-resnet18-200-epochs-larger-batch-second-try',
      step: 60_000,
      totalSteps: 100_000,
      epoch: 153.8,
      epochs: 256,
      secondsLeft: 31_000,
      seconds: 46_400,
      plan: { ...plan, totalSteps: 100_000, stepsPerEpoch: 390, encoderParameters: 11_173_962 },
      checkpoints: Array.from({ length: 40 }, (_, index) => 3900 * (index + 1)),
      bestStep: 58_500,
    },
    run: { steps: 60_000, totalSteps: 100_000, stepsPerEpoch: 390, spikeAt: 41_000 },
    pairs: 'sample',
  },
  queued: {
    view: { ...beforeAll, state: 'queued', queuePosition: 2 },
    run: null,
    pairs: 'none',
  },
  preparing: {
    view: { ...beforeAll, state: 'preparing', phase: { phase: 'decoding', done: 12_000, total: 60_000 } },
    run: null,
    pairs: 'none',
  },
  starting: {
    view: {
      ...training,
      actions: ['pause', 'stop', ...anyTime],
      step: 1,
      epoch: 1 / 39,
      finding: null,
      checkpoints: [],
      bestStep: null,
    },
    run: { ...run, steps: 1 },
    pairs: 'sample',
  },
  paused: {
    view: {
      ...training,
      state: 'paused',
      actions: ['resume', 'stop', 'checkpoint', ...anyTime],
      secondsLeft: null,
    },
    run,
    pairs: 'sample',
  },
  finished: { view: finished, run: { ...run, steps: 702 }, pairs: 'sheet' },
  stopped: {
    view: {
      ...training,
      state: 'stopped',
      actions: ['resume', ...anyTime],
      secondsLeft: null,
      viewsPerSecond: null,
    },
    run,
    pairs: 'sheet',
  },
  failed: {
    view: {
      ...training,
      state: 'failed',
      reason: 'The disk is full: make room, then resume the run from its last checkpoint.',
      actions: ['resume', ...anyTime],
      secondsLeft: null,
      viewsPerSecond: null,
      warnings: [{ kind: 'data', message: 'photos/IMG_2041.jpg is cut off; skipped (3 of 1,204 files).' }],
    },
    run,
    pairs: 'sheet',
  },
  refused: {
    view: {
      ...beforeAll,
      state: 'failed',
      reason:
        'This run would take 38 GiB of memory, but there is 4.0 GiB: train with microBatch 32, or use a smaller batchSize, encoder or head.',
      actions: ['trainInMicroBatches', 'resume', ...anyTime],
    },
    run: null,
    pairs: 'none',
  },
  unlabelled: {
    view: {
      ...training,
      title: 'photos',
      dataset: { ...dataset, name: 'photos', source: '/home/ada/photos', classes: null, badFiles: 3 },
      chance: null,
      finding:
        'The images have no labels, so no accuracy can be measured. Effective rank: 29.3 of 64 in h, 37.0 of 128 in z.',
    },
    run: { ...run, labelled: false },
    pairs: 'sample',
  },
  collapsed: {
    view: {
      ...training,
      finding: 'So far the representation h predicts the class at 10 %; chance 10 %.',
      warnings: [
        {
          kind: 'collapse',
          message:
            'The representation has collapsed: all images look alike to it (effective rank 1.1 of 64). Use a smaller learning rate or a higher temperature.',
        },
      ],
    },
    run: { ...run, collapseAt: 200 },
    pairs: 'sample',
  },
  gone: {
    view: null,
    run: null,
    pairs: 'none',
    gone: 'The run folder /home/ada/shapes/.simclr/runs/2026-11-23T21-59-20_quick-shapes is gone: it was moved or deleted. Close this panel, or put the folder back.',
  },
};

/** The view of a scenario, for tests without a page. */
export function viewOf(name: string, change: Partial<RunView> = {}): RunView {
  const view = scenarios[name]?.view;
  if (view === undefined || view === null) throw new Error(`The scenario "${name}" has no view.`);
  return { ...view, ...change };
}
