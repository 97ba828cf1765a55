import { csvLine } from '../../engine/runs/csvLine';
import type { FigureData } from './messages';

/** A figure's numbers as a CSV: a row for each point. */
export function figureCsv({ series, x, xLabel, seriesLabel }: FigureData): string[] {
  const head = [seriesLabel || 'series', xLabel || 'x', 'mean', 'deviation', 'seeds', 'paper'];
  const rows = series.flatMap(({ name, points }) =>
    points.map(({ ours, paper }, place) => [
      name,
      x[place]?.name ?? '',
      ...[ours?.mean, ours?.deviation, ours?.count, paper].map((value) => String(value ?? '')),
    ]),
  );
  return [head, ...rows].map((row) => csvLine(row));
}
