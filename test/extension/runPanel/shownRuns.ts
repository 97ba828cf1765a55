import { runConfigSchema, type RunConfigInput } from '../../../engine/config/runConfig';
import type { ShownState } from '../../../engine/runs/readRun';
import { runPaths } from '../../../engine/runs/runPaths';
import type { RunDataset, RunPlan, RunRecord } from '../../../engine/runs/runRecord';
import type { ShownRun } from '../../../extension/runs/shownRun';

export const labelled: RunDataset = {
  name: 'builtin',
  format: 'builtin',
  source: 'builtin',
  fingerprint: 'ab',
  classes: ['square', 'circle', 'star', 'cross'],
  imageSize: 32,
  trainCount: 5000,
  testCount: 1000,
  splitOrigin: 'given',
  badFiles: 0,
};

export const plan: RunPlan = {
  totalSteps: 400,
  stepsPerEpoch: 40,
  encoderParameters: 77_392,
  headParameters: 12_352,
  representationSize: 64,
  projectionSize: 128,
};

/** What to depart in from a run in training that has done a tenth. */
export interface ShownOptions extends Partial<Omit<ShownRun, 'run'>> {
  readonly folder?: string;
  readonly state?: ShownState;
  readonly config?: RunConfigInput;
  readonly record?: Partial<Omit<RunRecord, 'config' | 'state'>>;
}

/** A run as the store has it. */
export function shownRun(options: ShownOptions = {}): ShownRun {
  const { folder = '/runs/2026-11-23T18-04-05_first', state = 'running', config = {}, record = {} } = options;
  const { title = 'first', queuePosition = null, link = 'connected', phase = null } = options;
  const { hasPairs = false, stepsPerSecond = 2 } = options;
  const paths = runPaths(folder);
  return {
    title,
    queuePosition,
    link,
    phase,
    hasPairs,
    stepsPerSecond,
    run: {
      id: '2026-11-23T18-04-05_first',
      paths,
      state,
      record: {
        format: 1,
        state: state === 'interrupted' ? 'running' : state,
        reason: null,
        createdAt: '2026-11-23T18:04:05.000Z',
        updatedAt: '2026-11-23T18:05:05.000Z',
        config: runConfigSchema.parse(config),
        baseFolder: '/home',
        dataset: labelled,
        device: { backend: 'cpu', detail: 'wide kernels', threads: 2 },
        plan,
        versions: { 'simclr-lab': '0.1.0', node: '24.21.0' },
        host: 'workstation',
        progress: { step: 40, epoch: 1, time: 20, loss: 5, viewsPerSecond: 1000 },
        best: null,
        warnings: [],
        summary: null,
        ...record,
      },
    },
  };
}
