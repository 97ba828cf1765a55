import type { Figure, FigureAxis, FigureLine } from './figure';
import { markerPath } from './markerPath';
import { paperInk, paperPalette } from './palette';

/** Pixels of a figure, and of its plot; a legend of more than two rows makes it higher. */
const width = 800;
const plotLeft = 72;
const plotHeight = 348;
const legendTop = 50;
const legendRow = 16;

/** A figure as a complete SVG file on white ground. */
export function figureSvg(figure: Figure): string {
  const right = width - (figure.right === null ? 24 : 72);
  const entries = legend(figure.lines, right);
  const top = entries.bottom + 10;
  const plot = { left: plotLeft, top, bottom: top + plotHeight };
  const bottom = plot.bottom + 56;
  const x = scaleOf(figure.x, plot.left, right);
  const left = scaleOf(figure.left, plot.bottom, plot.top);
  const rightScale = figure.right === null ? left : scaleOf(figure.right, plot.bottom, plot.top);
  const middle = (plot.left + right) / 2;
  const height = (plot.top + plot.bottom) / 2;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${bottom}" viewBox="0 0 ${width} ${bottom}" font-family="${escapeXml(paperPalette.fontFamily)}" font-size="12" fill="${paperInk}">`,
    `<title>${escapeXml(figure.title)}</title>`,
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    `<clipPath id="plot"><rect x="${plot.left}" y="${plot.top - 3}" width="${right - plot.left}" height="${plot.bottom - plot.top + 6}"/></clipPath>`,
    text(plot.left, 28, figure.title, 'font-size="16" font-weight="600"'),
    text(right, 28, figure.note, 'text-anchor="end" fill-opacity="0.7"'),
    ...entries.parts,
    ...figure.left.ticks.map(
      ({ value }) =>
        `<path d="M${plot.left} ${at(left(value))}H${right}" stroke="${paperInk}" stroke-opacity="0.12"/>`,
    ),
    ...figure.left.ticks.map(({ value, label }) =>
      text(plot.left - 8, left(value) + 4, label, `text-anchor="end" fill="${figure.left.color}"`),
    ),
    ...(figure.right?.ticks ?? []).map(({ value, label }) =>
      text(right + 8, rightScale(value) + 4, label, `fill="${figure.right?.color ?? ''}"`),
    ),
    ...figure.x.ticks.map(
      ({ value }) =>
        `<path d="M${at(x(value))} ${plot.bottom}v4" stroke="${paperInk}" stroke-opacity="0.5"/>`,
    ),
    ...figure.x.ticks.map(({ value, label }) =>
      text(x(value), plot.bottom + 18, label, 'text-anchor="middle"'),
    ),
    `<path d="M${plot.left} ${plot.top}V${plot.bottom}H${right}${figure.right === null ? '' : `V${plot.top}`}" fill="none" stroke="${paperInk}" stroke-opacity="0.5"/>`,
    text(middle, bottom - 14, figure.x.title, 'text-anchor="middle"'),
    sideways(18, height, figure.left),
    ...(figure.right === null ? [] : [sideways(width - 12, height, figure.right)]),
    `<g clip-path="url(#plot)" fill="none" stroke-linejoin="round">`,
    ...figure.lines.map((line) => curve(line, x, line.axis === 'left' ? left : rightScale)),
    `</g>`,
    `</svg>`,
    '',
  ].join('\n');
}

type Scale = (value: number) => number;

/** Maps the axis to pixels from `start` to `end`. */
function scaleOf({ min, max, logarithmic }: FigureAxis, start: number, end: number): Scale {
  const place = logarithmic ? (value: number) => Math.log10(Math.max(value, min)) : (value: number) => value;
  const low = place(min);
  const span = place(max) - low || 1;
  return (value) => start + ((place(value) - low) / span) * (end - start);
}

function curve({ points, color, width, dash, marker }: FigureLine, x: Scale, y: Scale): string {
  let path = '';
  let marks = '';
  let pen = 'M';
  for (const point of points) {
    if (!Number.isFinite(point.y)) {
      pen = 'M';
      continue;
    }
    const [left, top] = [x(point.x), y(point.y)];
    path += `${pen}${at(left)} ${at(top)}`;
    pen = 'L';
    if (marker !== null) marks += markerPath(marker, left, top, 3);
  }
  const line = `<path d="${path}" stroke="${color}" stroke-width="${width}"${dashes(dash)}/>`;
  return marks === '' ? line : `${line}<path d="${marks}" fill="${color}"/>`;
}

/** Entries in a row under the title, in further rows where they do not fit; there is always room for two. */
function legend(
  lines: readonly FigureLine[],
  right: number,
): { readonly parts: readonly string[]; readonly bottom: number } {
  const parts: string[] = [];
  let [left, top] = [plotLeft, legendTop];
  for (const line of lines.toSorted((a, b) => order(a) - order(b))) {
    if (line.label === null) continue;
    const length = 34 + line.label.length * 6.6;
    if (left + length > right && left > plotLeft) [left, top] = [plotLeft, top + legendRow];
    const mark =
      line.marker === null
        ? ''
        : `<path d="${markerPath(line.marker, left + 12, top - 4, 3)}" fill="${line.color}"/>`;
    parts.push(
      `<path d="M${at(left)} ${top - 4}h24" stroke="${line.color}" stroke-width="2"${dashes(line.dash)}/>${mark}`,
      text(left + 30, top, line.label),
    );
    left += length + 14;
  }
  return { parts, bottom: Math.max(top, legendTop + legendRow) };
}

/** What was measured before what it is compared with. */
function order(line: FigureLine): number {
  return line.color === paperPalette.line.reference ? 1 : 0;
}

function dashes(dash: readonly number[]): string {
  return dash.length === 0 ? '' : ` stroke-dasharray="${dash.join(' ')}"`;
}

function sideways(x: number, y: number, axis: FigureAxis): string {
  const name = axis.logarithmic ? `${axis.title} (logarithmic)` : axis.title;
  return text(
    x,
    y,
    name,
    `text-anchor="middle" fill="${axis.color}" transform="rotate(-90 ${at(x)} ${at(y)})"`,
  );
}

function text(x: number, y: number, content: string, attributes = ''): string {
  return `<text x="${at(x)}" y="${at(y)}" ${attributes}>${escapeXml(content)}</text>`;
}

function at(pixels: number): string {
  return String(Number(pixels.toFixed(1)));
}

function escapeXml(content: string): string {
  return content
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
