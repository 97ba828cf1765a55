import type { FigureData } from '../../studies/studyFigure';
import { escapeXml } from '../escapeXml';
import { measureText } from '../../studies/measureText';
import type { FigureSide, SideValue } from './figureSide';
import type { PlaceLabels } from './placeLabels';
import { round, type PlotArea } from './plotArea';

/** Squares with their numbers, the darker the larger; the averages of the rows stand apart. */
export function heatPlot(
  { x, series, unit }: FigureData,
  side: FigureSide,
  area: PlotArea,
  labels: PlaceLabels,
): string {
  const columns = x.length + (side.averages === null ? 0 : 1);
  const width = (area.right - area.left) / columns;
  const height = (area.bottom - area.top) / Math.max(1, series.length);
  const known = side.values.flat().flatMap((found) => (found === null ? [] : [found.value]));
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const square = (found: SideValue | null, column: number, row: number, apart: number) => {
    const [left, top] = [round(area.left + width * column + apart), round(area.top + height * row)];
    const box = `x="${left}" y="${top}" width="${round(width - 2 - apart)}" height="${round(height - 2)}"`;
    if (found === null) return `<rect class="empty" ${box}/>`;
    const share = high > low ? Math.min(1, Math.max(0, (found.value - low) / (high - low))) : 0.5;
    const center = `x="${round(left + (width - 2 - apart) / 2)}" y="${round(top + height / 2 + 3)}" text-anchor="middle"`;
    return (
      `<rect class="f-c0" style="fill-opacity:${(0.06 + 0.94 * share).toFixed(2)}" ${box}/>` +
      `<text class="${share > 0.5 ? 'inverse' : 'ink'}" ${center}>${measureText(found.value, unit)}</text>`
    );
  };
  const rows = series.map(({ name }, row) => {
    const y = round(area.top + height * (row + 0.5) + 3);
    return (
      `<text class="note" x="${area.left - 6}" y="${y}" text-anchor="end">${escapeXml(name)}</text>` +
      (side.values[row] ?? []).map((found, column) => square(found, column, row, 0)).join('') +
      (side.averages === null ? '' : square(side.averages[row] ?? null, x.length, row, 6))
    );
  });
  const names = Array.from({ length: columns }, (_, column) =>
    labels.draw(column, round(area.left + width * (column + 0.5)), area.bottom),
  );
  return rows.join('') + names.join('');
}
