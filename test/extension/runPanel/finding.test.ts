import { describe, expect, it, vi } from 'vitest';
import type { MetricsLine } from '../../../engine/runs/metricsLine';
import type { LinearSummary, RunRecord, RunSummary } from '../../../engine/runs/runRecord';
import { chanceOf, finding } from '../../../extension/runPanel/finding';
import { labelled, shownRun, type ShownOptions } from './shownRuns';

vi.mock('vscode', () => import('../fakeVscode'));

const line: MetricsLine = { step: 40, epoch: 1, time: 20 };
const linear: LinearSummary = { h: 0.584, z: 0.49, untrainedH: 0.262, untrainedZ: 0.2, chance: 0.1 };

function recordOf(options: ShownOptions): RunRecord {
  return shownRun(options).run.record;
}

function ended(change: Partial<LinearSummary> = {}): RunSummary {
  const knn = { h: 0.5, untrainedH: 0.3, chance: 0.1 };
  const found = { ...linear, ...change };
  return {
    state: 'finished',
    runFolder: '/r',
    steps: 400,
    seconds: 9,
    lossStart: 6,
    lossEnd: 5,
    linear: found,
    knn,
  };
}

function said(record: RunRecord, progress: MetricsLine | null = line, untrainedKnn: number | null = null) {
  return finding({ record, progress, untrainedKnn });
}

describe('finding', () => {
  it('compares h with z, the untrained encoder and chance once the run has ended', () => {
    expect(said(recordOf({ state: 'finished', record: { summary: ended() } }))).toBe(
      'The representation h predicts the class at 58 %; after the projection head (z) 49 %. Untrained: 26 %, chance 10 %.',
    );
  });

  it('does not flatter a run that came out worse than untrained', () => {
    expect(said(recordOf({ state: 'finished', record: { summary: ended({ h: 0.2 }) } }))).toBe(
      'The representation h predicts the class at 20 %; after the projection head (z) 49 %. ' +
        'Training has not helped: the untrained encoder reaches 26 % by itself, chance 10 %.',
    );
  });

  it('leaves z out where there is no head', () => {
    const record = recordOf({ config: { head: { type: 'none' } }, record: { summary: ended() } });
    expect(said(record)).toBe(
      'The representation h predicts the class at 58 %. Untrained: 26 %, chance 10 %.',
    );
  });

  it('tells during the run how far it is, beside nearest neighbours before and now', () => {
    const progress = { ...line, 'probe.h': 0.5, 'probe.z': 0.41, 'knn.h': 0.47 };
    expect(said(recordOf({}), progress, 0.3)).toBe(
      'So far the representation h predicts the class at 50 %; after the projection head (z) 41 %; chance 25 %. ' +
        'By nearest neighbours 47 %, untrained 30 %.',
    );
    expect(said(recordOf({}), { ...progress, 'knn.h': 0.3 }, 0.3)).toMatch(
      /By nearest neighbours 30 %, no better than untrained \(30 %\)\.$/,
    );
    expect(said(recordOf({}), line, 0.3)).toBe(
      'Before training, nearest neighbours in h predict the class at 30 %; chance 25 %.',
    );
  });

  it('speaks of ranks where the images have no labels', () => {
    const record = recordOf({ record: { dataset: { ...labelled, classes: null } } });
    expect(said(record)).toMatch(/no labels, so no accuracy can be measured; alignment/);
    expect(said(record, { ...line, 'rank.h': 20.53, 'rank.z': 11 })).toBe(
      'The images have no labels, so no accuracy can be measured. Effective rank: 20.5 of 64 in h, 11.0 of 128 in z.',
    );
  });

  it('says nothing before there is something to say', () => {
    expect(said(recordOf({}), line)).toBeNull();
    expect(said(recordOf({ record: { dataset: null } }), null)).toBeNull();
  });
});

describe('chanceOf', () => {
  it('is that of the classes until the most frequent one has been counted', () => {
    expect(chanceOf(recordOf({}))).toBe(0.25);
    expect(chanceOf(recordOf({ record: { summary: ended({ chance: 0.6 }) } }))).toBe(0.6);
    expect(chanceOf(recordOf({ record: { dataset: { ...labelled, classes: null } } }))).toBeNull();
    expect(chanceOf(recordOf({ record: { dataset: null } }))).toBeNull();
  });
});
