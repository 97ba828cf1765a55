import type { FigureData } from '../../studies/studyFigure';
import { measureText } from '../../studies/measureText';
import type { FigureSide } from './figureSide';
import type { PlaceLabels } from './placeLabels';
import { errorBar, round, valueAxis, valueGrid, type PlotArea } from './plotArea';

/** Groups of bars, one for each place, a bar of each series in them; deviations over seeds as lines. */
export function barsPlot(
  { x, unit }: FigureData,
  side: FigureSide,
  area: PlotArea,
  labels: PlaceLabels,
): string {
  const axis = valueAxis(side, area, true);
  const group = (area.right - area.left) / Math.max(1, x.length);
  const width = Math.min(36, (group * 0.8) / Math.max(1, side.values.length));
  const bars = side.values.flatMap((values, series) =>
    values.map((found, place) => {
      if (found === null) return '';
      const middle = area.left + group * (place + 0.5);
      const left = round(middle + width * (series - side.values.length / 2));
      const top = axis.y(found.value);
      const center = round(left + width / 2);
      const spread = found.deviation === null ? '' : errorBar(axis, center, found.value, found.deviation);
      const above = axis.y(found.value + (found.deviation ?? 0)) - 4;
      const text =
        width < 24
          ? ''
          : `<text class="note" x="${center}" y="${round(above)}" text-anchor="middle">${measureText(found.value, x[place]?.unit ?? unit)}</text>`;
      return `<rect class="f-c${series % 8}" x="${left}" y="${top}" width="${round(width - 1)}" height="${round(axis.y(0) - top)}"/>${spread}${text}`;
    }),
  );
  const names = x.map((_, place) =>
    labels.draw(place, round(area.left + group * (place + 0.5)), area.bottom + 2),
  );
  return valueGrid(axis, area, unit) + bars.join('') + names.join('');
}
