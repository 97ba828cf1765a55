import type { MetricsLine } from '../../../engine/runs/metricsLine';
import { MetricsTable } from '../../../extension/runPanel/metricsTable';

/** Lines as the engine's `MetricsWriter` writes them. */
export function metricsText(lines: readonly MetricsLine[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

/** A table that holds `lines`. */
export function tableOf(lines: readonly MetricsLine[]): MetricsTable {
  const table = new MetricsTable();
  table.append(new TextEncoder().encode(metricsText(lines)));
  return table;
}

/** `count` lines from step 1 on, ten steps an epoch and two a second, with the losses that `loss` gives. */
export function lossLines(count: number, loss: (step: number) => number): MetricsLine[] {
  return Array.from({ length: count }, (_, i) => {
    const step = i + 1;
    return { step, epoch: step / 10, time: step / 2, loss: loss(step) };
  });
}
