import type { FigureData, FigurePoint } from '../../extension/studyPanel/messages';
import type { TableContent } from '../components/dataTable';
import { formatMeasure, formatSpread } from './formatMeasure';

/** Every number of a figure: a row for each series, and one beneath with the paper's where it has some. */
export function numbersTable({ x, series, seriesLabel, xLabel, averages, unit }: FigureData): TableContent {
  const units = [...x.map((place) => place.unit), unit];
  const rows = series.flatMap(({ name, points }, row) => {
    const average = averages?.[row];
    const all: readonly FigurePoint[] = average === undefined ? points : [...points, average];
    const ours = all.map(({ ours: value }, at) =>
      value === null ? '–' : formatSpread(value, units[at] ?? unit),
    );
    if (all.every(({ paper }) => paper === null)) return [[name, ...ours]];
    const paper = all.map(({ paper: value }, at) =>
      value === null ? '' : formatMeasure(value, units[at] ?? unit),
    );
    return [
      [name, ...ours],
      ['paper', ...paper],
    ];
  });
  const percent = units.every((each) => each === 'percent') ? ', in percent' : '';
  return {
    caption: `Means ± deviation over seeds${percent}.`,
    columns: [seriesLabel || xLabel, ...x.map(({ name }) => name), ...(averages === null ? [] : ['Average'])],
    rows,
  };
}
