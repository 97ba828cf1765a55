import { escapeXml } from './escapeXml';
import { niceTicks } from './niceTicks';
import type { Point } from './thinnedSeries';

/** A curve of a chart. */
export interface ChartLine {
  readonly label: string;
  readonly role: 'h' | 'z' | 'knn' | 'loss' | 'plain';
  readonly points: readonly Point[];
  /** The last value, as text. */
  readonly last: string;
}

/** A chart of values over epochs. */
export interface LineChart {
  readonly title: string;
  readonly lines: readonly ChartLine[];
  /** Levels to compare with: chance, the untrained encoder. */
  readonly references: readonly { readonly label: string; readonly y: number }[];
  /** How a value is written on the axis. */
  readonly format: (value: number) => string;
}

const size = { width: 360, height: 216 };
/** Where title and legend begin. */
const margin = 8;
const plot = { left: 56, right: 350, top: 42, bottom: 192 };

/** Dashes by place, so that curves are told apart without colours too. */
const dashes = ['', '6 3', '2 2.5'];

/** Draws a chart as SVG, 360 × 216 units, that `figureStyle` colours. */
export function lineChart({ title, lines, references, format }: LineChart): string {
  const xs = rangeOf(lines.flatMap(({ points }) => points.map(({ x }) => x)));
  const ys = rangeOf([
    ...lines.flatMap(({ points }) => points.map(({ y }) => y)),
    ...references.map(({ y }) => y),
  ]);
  const x = (value: number) => round(plot.left + share(value, xs) * (plot.right - plot.left));
  const y = (value: number) => round(plot.bottom - share(value, ys) * (plot.bottom - plot.top));
  const parts = [
    `<text class="title" x="${margin}" y="14">${escapeXml(title)}</text>`,
    legend(lines),
    ...niceTicks(ys.low, ys.high, 4).map(
      (tick) =>
        `<path class="grid" d="M${plot.left} ${y(tick)}H${plot.right}"/>` +
        `<text class="note" x="${plot.left - 6}" y="${y(tick) + 4}" text-anchor="end">${escapeXml(format(tick))}</text>`,
    ),
    ...niceTicks(xs.low, xs.high, 6).map(
      (tick) =>
        `<text class="note" x="${x(tick)}" y="${plot.bottom + 16}" text-anchor="middle">${tick}</text>`,
    ),
    ...references.map(
      (reference) =>
        `<path class="reference" stroke-dasharray="1.5 3" d="M${plot.left} ${y(reference.y)}H${plot.right}"/>` +
        `<text class="note" x="${plot.right}" y="${y(reference.y) - 3}" text-anchor="end">${escapeXml(reference.label)}</text>`,
    ),
    ...lines.map(({ points, role }, index) => {
      const path = points.map((point) => `${x(point.x)} ${y(point.y)}`).join('L');
      // A single point is a dot, which a line of hardly any length is with round ends.
      const dot = points.length === 1 ? ' stroke-linecap="round" style="stroke-width:4"' : dashOf(index);
      return `<path class="line s-${role}"${dot} d="M${path}${points.length === 1 ? 'h.1' : ''}"/>`;
    }),
  ];
  return `<svg class="fig" xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${escapeXml(describeChart(title, lines))}">${parts.join('')}</svg>`;
}

/** A chart in words. */
export function describeChart(title: string, lines: readonly ChartLine[]): string {
  return `${title} over epochs: ${lines.map(({ label, last }) => `${label} ends at ${last}`).join(', ')}`;
}

/** What each line is and where it ends, in the order of the lines. */
function legend(lines: readonly ChartLine[]): string {
  let left = margin;
  return lines
    .map(({ label, role, last }, index) => {
      const at = left;
      const text = `${label} ${last}`;
      left += 30 + text.length * 6;
      return (
        `<path class="line s-${role}"${dashOf(index)} d="M${at} 26h18"/>` +
        `<text class="note" x="${at + 22}" y="30">${escapeXml(text)}</text>`
      );
    })
    .join('');
}

function dashOf(index: number): string {
  const dash = dashes[index] ?? '';
  return dash === '' ? '' : ` stroke-dasharray="${dash}"`;
}

interface Range {
  readonly low: number;
  readonly high: number;
}

/** From the least to the largest value; a single value gets some room about it. */
function rangeOf(values: readonly number[]): Range {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return { low: 0, high: 1 };
  const room = Math.max(Math.abs(low) / 10, 1e-6);
  return high - low > 1e-9 * Math.abs(high) ? { low, high } : { low: low - room, high: high + room };
}

function share(value: number, { low, high }: Range): number {
  return (value - low) / (high - low);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
