import { escapeXml } from './escapeXml';
import { classHues } from './figureStyle';

/** Points of one kind. */
export interface PointGroup {
  readonly label: string;
  /** Place in the palette; null stands back. */
  readonly mark: number | null;
  /** Two coordinates a point. */
  readonly points: readonly (readonly [number, number])[];
}

/** A line that is all caps: square ones of no length are left out on paper. */
const dot = 'h.1';

const size = { width: 360, height: 330 };
const plot = { left: 10, right: 350, top: 44, bottom: 326 };

/** Draws points as SVG, 360 × 330 units, that `figureStyle` colours, alike along both axes. */
export function scatterChart(title: string, note: string, groups: readonly PointGroup[]): string {
  const all = groups.flatMap(({ points }) => points);
  const [xs, ys] = [middle(all.map(([x]) => x)), middle(all.map(([, y]) => y))];
  const room = Math.min(
    (plot.right - plot.left - 8) / Math.max(xs.width, Number.MIN_VALUE),
    (plot.bottom - plot.top - 8) / Math.max(ys.width, Number.MIN_VALUE),
  );
  // Points that are all in one place need no scale.
  const scale = Number.isFinite(room) ? room : 0;
  const place = ([x, y]: readonly [number, number]) =>
    `M${((plot.left + plot.right) / 2 + (x - xs.centre) * scale).toFixed(1)} ${((plot.top + plot.bottom) / 2 - (y - ys.centre) * scale).toFixed(1)}${dot}`;
  const paths = groups.map(
    ({ mark, points }) =>
      `<path class="points ${strokeOf(mark)}" stroke-linecap="${capOf(mark)}" d="${points.map(place).join('')}"/>`,
  );
  return (
    `<svg class="fig" xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${escapeXml(`${title}: ${note}`)}">` +
    `<text class="title" x="8" y="14">${escapeXml(title)}</text><text class="note" x="8" y="30">${escapeXml(note)}</text>` +
    `<rect class="grid" x="${plot.left - 4}" y="${plot.top - 4}" width="${plot.right - plot.left + 8}" height="${plot.bottom - plot.top + 4}"/>` +
    `${paths.join('')}</svg>`
  );
}

/** Draws what the marks stand for, and how many points each has, as SVG, as high as it needs. */
export function scatterLegend(
  groups: readonly (Pick<PointGroup, 'label' | 'mark'> & { readonly count: number })[],
): string {
  const [columns, width, line] = [4, 180, 18];
  const height = Math.ceil(groups.length / columns) * line + 6;
  const entries = groups.map(({ label, mark, count }, index) => {
    const [x, y] = [10 + (index % columns) * width, 14 + Math.floor(index / columns) * line];
    const short = label.length > 20 ? `${label.slice(0, 19)}…` : label;
    return (
      `<path class="points ${strokeOf(mark)}" style="stroke-width:8" stroke-linecap="${capOf(mark)}" d="M${x} ${y}${dot}"/>` +
      `<text x="${x + 10}" y="${y + 4}">${escapeXml(short)} <tspan class="note">${count}</tspan></text>`
    );
  });
  return `<svg class="fig" xmlns="http://www.w3.org/2000/svg" width="${columns * width}" height="${height}" viewBox="0 0 ${columns * width} ${height}" role="img" aria-label="${escapeXml(`Classes: ${groups.map(({ label }) => label).join(', ')}`)}">${entries.join('')}</svg>`;
}

function strokeOf(mark: number | null): string {
  return mark === null ? 's-faint' : `s-c${mark % classHues}`;
}

/** Round points first, then square ones. */
function capOf(mark: number | null): string {
  return mark === null || Math.floor(mark / classHues) % 2 === 0 ? 'round' : 'square';
}

function middle(values: readonly number[]): { readonly centre: number; readonly width: number } {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return { centre: (low + high) / 2, width: high - low };
}
