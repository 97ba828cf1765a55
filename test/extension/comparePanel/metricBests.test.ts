import { describe, expect, it } from 'vitest';
import type { MetricsLine } from '../../../engine/runs/metricsLine';
import { MetricBests } from '../../../extension/comparePanel/metricBests';
import { MetricsTable } from '../../../extension/runPanel/metricsTable';

function tableOf() {
  const table = new MetricsTable();
  const log = (...lines: readonly Omit<MetricsLine, 'epoch' | 'time'>[]) => {
    const text = lines.map((line) => JSON.stringify({ epoch: line.step / 10, time: line.step * 2, ...line }));
    table.append(new TextEncoder().encode(`${text.join('\n')}\n`));
  };
  return { table, log, bests: new MetricBests(table) };
}

describe('last and best of metrics', () => {
  it('are the lowest loss and the highest accuracy, with their places', () => {
    const { log, bests } = tableOf();
    log(
      { step: 0, 'knn.h': 0.2 },
      { step: 1, loss: 5, 'knn.h': 0.5, learningRate: 0.1 },
      { step: 2, loss: 3 },
      { step: 3, loss: 4, 'knn.h': 0.4, learningRate: 0.3 },
    );
    expect(bests.summaries()).toEqual({
      loss: {
        last: { value: 4, step: 3, epoch: 0.3, time: 6 },
        best: { value: 3, step: 2, epoch: 0.2, time: 4 },
      },
      'knn.h': {
        last: { value: 0.4, step: 3, epoch: 0.3, time: 6 },
        best: { value: 0.5, step: 1, epoch: 0.1, time: 2 },
      },
      learningRate: { last: { value: 0.3, step: 3, epoch: 0.3, time: 6 }, best: null },
    });
  });

  it('are kept up as lines come, the first of equals being the best', () => {
    const { log, bests } = tableOf();
    log({ step: 1, loss: 5 }, { step: 2, loss: 4 });
    expect(bests.summaries().loss?.best?.step).toBe(2);
    log({ step: 3, loss: 4 });
    expect(bests.summaries().loss?.best?.step).toBe(2);
    log({ step: 4, loss: 3.5 });
    expect(bests.summaries().loss).toMatchObject({ last: { step: 4 }, best: { step: 4 } });
  });

  it('begin anew when a resumed run has cut its file back', () => {
    const { table, log, bests } = tableOf();
    log({ step: 1, loss: 1 }, { step: 2, loss: 2 });
    expect(bests.summaries().loss?.best?.value).toBe(1);
    table.reset();
    expect(bests.summaries()).toEqual({});
    log({ step: 1, loss: 3 });
    expect(bests.summaries().loss?.best?.value).toBe(3);
  });
});
