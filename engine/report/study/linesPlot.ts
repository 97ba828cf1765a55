import type { FigureData } from '../../studies/studyFigure';
import type { FigureSide } from './figureSide';
import { markPath } from './markPath';
import type { PlaceLabels } from './placeLabels';
import { errorBar, round, valueAxis, valueGrid, type PlotArea } from './plotArea';

/** A line for each series over places that are numbers, or evenly spaced; deviations over seeds as lines across. */
export function linesPlot(
  { x, unit, scale }: FigureData,
  side: FigureSide,
  area: PlotArea,
  labels: PlaceLabels,
): string {
  const axis = valueAxis(side, area, false);
  const places = positions(
    x.map(({ value }) => value),
    scale,
    area,
  );
  const lines = side.values.map((values, series) => {
    const points = values.flatMap((found, place) =>
      found === null ? [] : [{ ...found, x: places[place] ?? area.left }],
    );
    if (points.length === 0) return '';
    const path = points.map((point) => `${point.x} ${axis.y(point.value)}`).join('L');
    const marks = points.map(
      (point) => `<path class="f-c${series % 8}" d="${markPath(series, point.x, axis.y(point.value))}"/>`,
    );
    const spreads = points.map((point) =>
      point.deviation === null ? '' : errorBar(axis, point.x, point.value, point.deviation),
    );
    return `${spreads.join('')}<path class="line s-c${series % 8}" d="M${path}"/>${marks.join('')}`;
  });
  const names = x.map((_, place) => labels.draw(place, places[place] ?? area.left, area.bottom + 2));
  return valueGrid(axis, area, unit) + lines.join('') + names.join('');
}

/** Horizontal places, by their numbers where all have one. */
function positions(
  values: readonly (number | null)[],
  scale: FigureData['scale'],
  { left, right }: PlotArea,
): number[] {
  const inner = { left: left + 12, right: right - 12 };
  const known = values.filter((value) => value !== null);
  const numeric = known.length === values.length && (scale === 'linear' || known.every((value) => value > 0));
  const along = numeric
    ? known.map((value) => (scale === 'logarithmic' ? Math.log(value) : value))
    : values.map((_, index) => index);
  const [low, high] = [Math.min(...along), Math.max(...along)];
  return along.map((value) =>
    round(
      high === low
        ? (inner.left + inner.right) / 2
        : inner.left + ((value - low) / (high - low)) * (inner.right - inner.left),
    ),
  );
}
