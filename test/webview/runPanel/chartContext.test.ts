import { describe, expect, it } from 'vitest';
import type { RunView } from '../../../extension/runPanel/messages';
import { chartContext } from '../../../webview/runPanel/chartContext';
import type { ChartSpec } from '../../../webview/charts/chartSpec';
import { specOf } from '../charts/specOf';
import { viewOf } from '../harness/scenarios';

const training = viewOf('training');
const loss = specOf('loss');
const probe = specOf('probe');
const geometry = specOf('alignment-uniformity');

function reason(chart: ChartSpec, change: Partial<RunView>): string {
  return chartContext({ ...training, ...change }).emptyReasonOf(chart);
}

describe('reference lines', () => {
  it('show chance and the untrained encoder in the probe chart', () => {
    const { referencesOf } = chartContext(training);
    expect(referencesOf(probe, (key) => (key === 'knn.h' ? 0.247 : null))).toMatchObject([
      { label: 'chance', value: 0.1 },
      { label: 'untrained', value: 0.247 },
    ]);
    expect(chartContext({ ...training, chance: null }).referencesOf(probe, () => null)).toEqual([]);
  });

  it('show the loss of guessing', () => {
    const [chance] = chartContext(training).referencesOf(loss, () => null);
    expect(chance?.value).toBeCloseTo(Math.log(255), 10);
    const without = { name: 'NT-Logistic', chance: null, canBeNegative: false };
    expect(chartContext({ ...training, loss: without }).referencesOf(loss, () => null)).toEqual([]);
  });
});

describe('an empty chart', () => {
  it('says why', () => {
    expect(reason(loss, { state: 'queued' })).toMatch(/waits for its turn/);
    expect(reason(loss, { state: 'preparing', step: 0 })).toMatch(/after the preparation/);
    expect(reason(geometry, {})).toMatch(/next evaluation/);
    expect(reason(loss, { state: 'failed' })).toMatch(/ended before/);
  });

  it('says that there are no labels only where labels are wanted', () => {
    const { dataset } = viewOf('unlabelled');
    expect(reason(probe, { dataset })).toMatch(/no labels/);
    expect(reason(geometry, { dataset })).not.toMatch(/no labels/);
  });
});
