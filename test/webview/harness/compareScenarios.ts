import './zodWithoutEval';
import { runConfigSchema, type RunConfigInput } from '../../../engine/config/runConfig';
import { configFields } from '../../../extension/comparePanel/configFields';
import type { ComparedRun } from '../../../extension/comparePanel/messages';
import type { MadeUpRun } from './metricsText';

/** A run of a made-up comparison. */
export interface ComparedScenario {
  readonly folder: string;
  /** null: the extension has said nothing of it yet. */
  readonly run: ComparedRun | null;
  readonly metrics: MadeUpRun | null;
  readonly missing?: string;
}

const runsFolder = '/home/ada/shapes/.simclr/runs';
const started = (index: number) =>
  `2026-11-23T${String(10 + (index % 12)).padStart(2, '0')}-${String(10 + (index % 50))}-20`;

interface Options {
  readonly config?: RunConfigInput;
  readonly run?: Partial<ComparedRun>;
  readonly metrics?: Partial<MadeUpRun>;
  readonly accuracy?: number;
}

function scenario(index: number, title: string, options: Options = {}): ComparedScenario {
  const { config = {}, run = {}, accuracy } = options;
  const metrics = { steps: 702, totalSteps: 702, stepsPerEpoch: 39, seed: 7 + index, ...options.metrics };
  const id = `${started(index)}_${title}`;
  const parsed = runConfigSchema.parse({ epochs: 18, batchSize: 128, ...config });
  return {
    folder: `${runsFolder}/${id}`,
    metrics,
    run: {
      folder: `${runsFolder}/${id}`,
      id,
      title,
      state: 'finished',
      queuePosition: null,
      step: metrics.steps,
      totalSteps: metrics.totalSteps,
      epochs: parsed.epochs,
      seconds: 152 + index,
      fields: [...configFields(parsed), { path: 'found.dataset', value: 'builtin' }],
      chance: 0.1,
      labelled: true,
      final:
        accuracy === undefined
          ? null
          : { linearH: accuracy, linearZ: accuracy - 0.04, knnH: accuracy - 0.02, knnZ: null },
      evaluation: null,
      ...run,
    },
  };
}

const four: readonly ComparedScenario[] = [
  scenario(0, 'tau-0.1', {
    config: { loss: { temperature: 0.1 } },
    metrics: { skill: 0.82 },
    accuracy: 0.545,
  }),
  scenario(1, 'tau-0.2', {
    config: { loss: { temperature: 0.2 } },
    accuracy: 0.612,
    run: { evaluation: { step: 624, linearH: 0.634, linearZ: 0.571, knnH: 0.602, knnZ: 0.55 } },
  }),
  scenario(2, 'tau-0.5', {
    config: {
      loss: { temperature: 0.5 },
      batchSize: 256,
      augment: { transforms: [{ type: 'crop' }, { type: 'color', hue: 0.05 }] },
    },
    metrics: { skill: 0.93, totalSteps: 342, steps: 342, stepsPerEpoch: 19 },
    accuracy: 0.587,
  }),
  scenario(3, 'tau-1', {
    config: { loss: { temperature: 1 }, seed: 3 },
    metrics: { skill: 0.6, steps: 441 },
    run: { state: 'running', seconds: 96 },
  }),
];

const [first = scenario(0, 'first'), second = scenario(1, 'second')] = four;

/** `count` runs of `steps` logged lines each. */
function many(count: number, steps: number): ComparedScenario[] {
  return Array.from({ length: count }, (_, index) =>
    scenario(index, `sweep-${String(index).padStart(2, '0')}`, {
      config: {
        loss: { temperature: [0.05, 0.1, 0.2, 0.5, 1][index % 5] ?? 1 },
        optimizer: { learningRate: Number((0.05 * (1 + Math.floor(index / 5))).toPrecision(3)) },
      },
      metrics: { steps, totalSteps: steps, stepsPerEpoch: Math.round(steps / 18), skill: 0.5 + 0.01 * index },
      accuracy: 0.3 + 0.006 * index,
    }),
  );
}

/** The scenarios by the name that the page's address gives. */
export const compareScenarios: Readonly<Record<string, () => readonly ComparedScenario[]>> = {
  loading: () => four.map((each) => ({ ...each, run: null, metrics: null })),
  four: () => four,
  one: () => [first],
  same: () => [scenario(0, 'first', { accuracy: 0.55 }), scenario(1, 'second', { accuracy: 0.56 })],
  queued: () =>
    [
      scenario(0, 'waits', {
        run: { state: 'queued', queuePosition: 1, step: 0, seconds: 0, totalSteps: null },
      }),
      scenario(1, 'waits-too', {
        run: { state: 'queued', queuePosition: 2, step: 0, seconds: 0, totalSteps: null },
      }),
    ].map((each) => ({ ...each, metrics: null })),
  unlabelled: () =>
    [0, 1].map((index) =>
      scenario(index, `photos-${index}`, {
        config: { seed: index },
        run: { chance: null, labelled: false },
        metrics: { labelled: false },
      }),
    ),
  missing: () => [
    first,
    second,
    {
      folder: `${runsFolder}/2026-11-20T08-00-00_deleted`,
      run: null,
      metrics: null,
      missing: `The run folder ${runsFolder}/2026-11-20T08-00-00_deleted is gone: it was moved or deleted. Remove it from the comparison, or put the folder back.`,
    },
  ],
  twelve: () => many(12, 702),
  many: () => many(50, 1000),
};
