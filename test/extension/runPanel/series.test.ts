import { describe, expect, it } from 'vitest';
import type { SeriesKey, SeriesPart } from '../../../extension/runPanel/messages';
import type { MetricsTable } from '../../../extension/runPanel/metricsTable';
import { RunSeries, type SeriesUpdate } from '../../../extension/runPanel/series';
import { lossLines, metricsText, tableOf } from './metricsText';

const encode = (text: string) => new TextEncoder().encode(text);

/** What a panel has drawn after the updates that it was sent. */
class Drawn {
  readonly points = new Map<SeriesKey, Record<'step' | 'epoch' | 'time' | 'value' | 'smooth', number[]>>();

  take(update: SeriesUpdate | null): Partial<Record<SeriesKey, SeriesPart>> {
    for (const key of Object.keys(update?.parts ?? {}) as SeriesKey[]) {
      const part = update?.parts[key];
      if (part === undefined) continue;
      const old = this.points.get(key) ?? { step: [], epoch: [], time: [], value: [], smooth: [] };
      const merged = (name: keyof typeof old) => [...old[name].slice(0, part.from), ...part[name]];
      this.points.set(key, {
        step: merged('step'),
        epoch: merged('epoch'),
        time: merged('time'),
        value: merged('value'),
        smooth: merged('smooth'),
      });
    }
    return update?.parts ?? {};
  }

  loss() {
    return this.points.get('loss') ?? { step: [], epoch: [], time: [], value: [], smooth: [] };
  }
}

function updateOf(series: RunSeries): SeriesUpdate | null {
  for (let i = 0; !series.advance(); i++) if (i > 1000) throw new Error('it never comes to an end');
  return series.update();
}

function drawn(table: MetricsTable, smoothing = 0) {
  const panel = new Drawn();
  panel.take(updateOf(new RunSeries(table, smoothing)));
  return panel;
}

/** TensorBoard's moving average, as it is defined: every value, then freed from its start at zero. */
function smoothed(values: readonly number[], weight: number): number[] {
  let last = 0;
  return values.map((value, i) => {
    last = weight * last + (1 - weight) * value;
    return last / (1 - weight ** (i + 1));
  });
}

describe('RunSeries', () => {
  it('sends every point of a short series, with its place on all three axes', () => {
    const table = tableOf([
      { step: 0, epoch: 0, time: 1, 'knn.h': 0.25 },
      { step: 1, epoch: 0.5, time: 2, loss: 5 },
      { step: 2, epoch: 1, time: 4, loss: 4, 'knn.h': 0.5 },
    ]);
    const update = updateOf(new RunSeries(table, 0));
    expect(update?.parts.loss).toEqual({
      from: 0,
      step: Float64Array.of(1, 2),
      epoch: Float64Array.of(0.5, 1),
      time: Float64Array.of(2, 4),
      value: Float64Array.of(5, 4),
      smooth: new Float64Array(0),
    });
    expect(Array.from(update?.parts['knn.h']?.step ?? [])).toEqual([0, 2]);
    expect(update?.latest).toEqual({ loss: 4, 'knn.h': 0.5 });
    expect(update?.lines).toBe(3);
    expect(update?.parts['probe.h']).toBeUndefined();
  });

  it('keeps a spike of one line in 200,000, in a series of a few thousand points', () => {
    const spikes = new Map([
      [1, 9],
      [123_457, 50],
      [123_458, -50],
      [200_000, 11],
    ]);
    const { step, value } = drawn(
      tableOf(lossLines(200_000, (at) => spikes.get(at) ?? 1 + (at % 7) / 10)),
    ).loss();
    expect(step.length).toBeLessThanOrEqual(3000);
    expect(step.length).toBeGreaterThan(1000);
    for (const [at, height] of spikes) expect(value[step.indexOf(at)]).toBe(height);
    expect(step).toEqual(step.toSorted((a, b) => a - b));
  });

  it('does not thin out the evaluations of a long run', () => {
    const lines = lossLines(20_000, () => 1).map((line, i) =>
      i % 100 === 0 ? { ...line, 'probe.h': i / 2e4 } : line,
    );
    const panel = drawn(tableOf(lines));
    expect(panel.points.get('probe.h')?.value).toEqual(lines.flatMap((line) => line['probe.h'] ?? []));
    expect(panel.loss().value.length).toBeLessThanOrEqual(3000);
  });

  it('sends only what changed, and comes to the same as all at once', () => {
    const lines = lossLines(7000, (step) => Math.sin(step * 12.9898) * 43.7585);
    const table = tableOf([]);
    const series = new RunSeries(table, 0.9);
    const panel = new Drawn();
    let sent = 0;
    for (let at = 0; at < lines.length; at += 37) {
      table.append(encode(metricsText(lines.slice(at, at + 37))));
      sent += panel.take(updateOf(series)).loss?.value.length ?? 0;
      if ((at / 37) % 20 === 0) expect(panel.loss()).toEqual(drawn(table, 0.9).loss());
    }
    expect(panel.loss()).toEqual(drawn(tableOf(lines), 0.9).loss());
    // 190 updates of up to 3,000 points each, had they been sent whole.
    expect(sent).toBeLessThan(20_000);
    expect(updateOf(series)).toBeNull();
  });

  it('smooths as TensorBoard does, over every line, whether it is drawn or not', () => {
    const values = Array.from({ length: 10_000 }, (_, i) => 5 + Math.sin(i * 78.233) * 3);
    const { step, smooth, value } = drawn(
      tableOf(lossLines(10_000, (at) => values[at - 1] ?? 0)),
      0.99,
    ).loss();
    const expected = smoothed(values, 0.99);
    expect(smooth).toHaveLength(step.length);
    step.forEach((at, i) => {
      expect(smooth[i]).toBeCloseTo(expected[at - 1] ?? NaN, 9);
      expect(value[i]).toBe(values[at - 1]);
    });
    expect(smooth.every(Number.isFinite)).toBe(true);
  });

  it('sends everything anew when the smoothing changes', () => {
    const table = tableOf(lossLines(5000, (step) => step % 10));
    const series = new RunSeries(table, 0);
    const panel = new Drawn();
    expect(panel.take(updateOf(series)).loss?.smooth).toHaveLength(0);
    series.setSmoothing(0.5);
    const part = panel.take(updateOf(series)).loss;
    expect(part?.from).toBe(0);
    expect(part?.smooth).toHaveLength(part?.value.length ?? -1);
    expect(panel.loss()).toEqual(drawn(table, 0.5).loss());
  });

  it('clears and refills the series when the file was cut back', () => {
    const table = tableOf(lossLines(4000, (step) => step));
    const series = new RunSeries(table, 0);
    const panel = new Drawn();
    panel.take(updateOf(series));
    table.reset();
    panel.take(updateOf(series));
    expect(panel.loss().value).toEqual([]);
    table.append(encode(metricsText(lossLines(100, (step) => step))));
    panel.take(updateOf(series));
    expect(panel.loss()).toEqual(drawn(tableOf(lossLines(100, (step) => step))).loss());
  });

  it('sends everything again to a panel that has lost it', () => {
    const table = tableOf(lossLines(4000, (step) => step));
    const series = new RunSeries(table, 0);
    const before = updateOf(series);
    series.resend();
    expect(updateOf(series)).toEqual(before);
  });
});
