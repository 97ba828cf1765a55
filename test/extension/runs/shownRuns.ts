import { join, resolve } from 'node:path';
import { runConfigSchema } from '../../../engine/config/runConfig';
import type { ShownState } from '../../../engine/runs/readRun';
import { runPaths } from '../../../engine/runs/runPaths';
import type { RunRecord } from '../../../engine/runs/runRecord';
import type { ShownRun } from '../../../extension/runs/shownRun';

/** A run as the store shows it, without a folder on disk. */
export function shownRun(
  title: string,
  state: ShownState,
  record: Partial<RunRecord> = {},
  shown: Partial<ShownRun> = {},
): ShownRun {
  const paths = runPaths(join(resolve('/runs'), title));
  const base: RunRecord = {
    format: 1,
    state: state === 'interrupted' ? 'running' : state,
    reason: null,
    createdAt: '2026-11-23T18:04:05.000Z',
    updatedAt: '2026-11-23T18:04:05.000Z',
    config: runConfigSchema.parse({}),
    baseFolder: '/',
    dataset: null,
    device: null,
    plan: null,
    versions: {},
    host: 'here',
    progress: null,
    best: null,
    warnings: [],
    summary: null,
  };
  return {
    run: { id: title, paths, state, record: { ...base, ...record } },
    title,
    queuePosition: null,
    link: 'none',
    phase: null,
    hasPairs: false,
    stepsPerSecond: null,
    ...shown,
  };
}

/** A plan of so many steps. */
export function planOf(totalSteps: number): NonNullable<RunRecord['plan']> {
  return {
    totalSteps,
    stepsPerEpoch: 10,
    encoderParameters: 1,
    headParameters: 1,
    representationSize: 1,
    projectionSize: 1,
  };
}
