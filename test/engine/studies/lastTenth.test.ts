import { appendFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lastTenth } from '../../../engine/studies/lastTenth';
import type { Run } from '../../../engine/runs/readRun';
import { runPaths } from '../../../engine/runs/runPaths';

/** A finished run of 200 steps with a line every five, and an evaluation halfway. */
function runOf(accuracyAt: (step: number) => number): Pick<Run, 'record' | 'paths'> {
  const paths = runPaths(mkdtempSync(join(tmpdir(), 'last-tenth-')));
  for (let step = 5; step <= 200; step += 5) {
    const line = { step, epoch: step / 20, time: step, contrastiveAccuracy: accuracyAt(step) };
    const evaluated = step === 100 ? { entropy: 2.5 } : {};
    appendFileSync(paths.metrics, `${JSON.stringify({ ...line, ...evaluated })}\n`);
  }
  const progress = { step: 200, epoch: 10, time: 200, contrastiveAccuracy: accuracyAt(200), entropy: 2.5 };
  return { paths, record: { progress } as Run['record'] };
}

describe('the metrics of a run at its end', () => {
  it('are the mean over the last tenth of its steps, not those of one batch', () => {
    // Steps 185, 190, 195 and 200.
    const run = runOf((step) => (step === 200 ? 0.9 : step > 180 ? 0.5 : 0.1));
    expect(lastTenth(run)?.contrastiveAccuracy).toBeCloseTo(0.6, 12);
  });

  it('are the last value of what the last tenth does not have', () => {
    expect(lastTenth(runOf(() => 0.5))?.entropy).toBe(2.5);
  });

  it('are nothing where the run has not begun', () => {
    const run = runOf(() => 0.5);
    expect(lastTenth({ ...run, record: { progress: null } as Run['record'] })).toBe(null);
  });
});
