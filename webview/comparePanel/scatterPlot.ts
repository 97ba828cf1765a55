import { markerPath } from '../charts/markerPath';
import type { Palette } from '../charts/palette';
import { element, setText, svgElement } from '../components/element';
import type { Column } from './columns';
import { placeLabels } from './placeLabels';
import type { RunStyle } from './runStyle';
import { categoryAxis, numberAxis, type ScatterAxis } from './scatterAxis';
import type { ScatterData, ScatterPoint } from './scatterData';

/** What is drawn. */
export interface ScatterView {
  readonly data: ScatterData;
  readonly x: Column;
  readonly y: Column;
  readonly xTitle: string;
  readonly yTitle: string;
  readonly logX: boolean;
  readonly logY: boolean;
  readonly titleOf: (folder: string) => string;
  readonly styleOf: (folder: string) => RunStyle;
  readonly palette: Palette;
}

const margin = { left: 62, right: 16, top: 10, bottom: 42 } as const;
const height = 300;
const mostLabels = 16;

/** The drawing: a point a run, which the pointer and the keyboard can ask. */
export class ScatterPlot {
  readonly node = element('div', { class: 'scatter-plot' });
  private readonly tip = element('div', { class: 'readout', 'aria-hidden': 'true', hidden: true });
  private view: ScatterView | null = null;
  private points: readonly SVGElement[] = [];

  constructor(private readonly onFront: (folder: string | null) => void) {
    this.node.addEventListener('keydown', (event) => this.onKey(event));
    new ResizeObserver(() => this.draw()).observe(this.node);
  }

  /** Draws it; null: there is nothing to draw. */
  update(view: ScatterView | null): void {
    this.view = view;
    this.draw();
  }

  private draw(): void {
    const { view } = this;
    const width = this.node.clientWidth;
    this.tip.hidden = true;
    if (view === null || width < 80) {
      this.points = [];
      this.node.replaceChildren();
      return;
    }
    const focused = this.points.find((point) => point === document.activeElement)?.dataset['folder'];
    const { data, palette } = view;
    const plot = { width: width - margin.left - margin.right, height: height - margin.top - margin.bottom };
    const xs = data.points.map(({ x }) => x);
    const xAxis =
      data.categories === null
        ? numberAxis(xs, view.x.unit, view.logX, Math.max(2, Math.floor(plot.width / 80)))
        : categoryAxis(data.categories);
    const yAxis = numberAxis(
      data.points.map(({ y }) => y),
      view.y.unit,
      view.logY,
      5,
    );
    const pixels = data.points.map(({ x, y }) => ({
      left: margin.left + xAxis.placeOf(x) * plot.width,
      top: margin.top + (1 - yAxis.placeOf(y)) * plot.height,
    }));
    const svg = svgElement('svg', {
      width,
      height,
      role: 'group',
      'aria-label': `${view.yTitle} by ${view.xTitle}`,
    });
    svg.append(...frame(xAxis, yAxis, plot, view));
    this.points = data.points.map((point, index) =>
      this.pointNode(point, pixels[index] ?? { left: 0, top: 0 }, view),
    );
    const labels = this.labels(data.points, pixels, view, width);
    svg.append(...labels, ...this.points);
    svg.style.setProperty('--grid', palette.grid);
    svg.style.setProperty('--axis', palette.axis);
    this.node.replaceChildren(svg, this.tip);
    const again = this.points.find((point) => point.dataset['folder'] === focused && focused !== undefined);
    (again ?? this.points[0])?.setAttribute('tabindex', '0');
    again?.focus();
  }

  private pointNode(point: ScatterPoint, at: { left: number; top: number }, view: ScatterView): SVGElement {
    const { color, marker } = view.styleOf(point.folder);
    const title = view.titleOf(point.folder);
    const words = `${view.xTitle} ${point.xText}, ${view.yTitle} ${point.yText}`;
    const node = svgElement('path', {
      d: markerPath(marker, at.left, at.top, 5),
      fill: view.palette.line[color],
      class: 'scatter-point',
      tabindex: -1,
      role: 'img',
      'aria-label': `${title}: ${words}`,
      'data-folder': point.folder,
    });
    const show = () => {
      this.onFront(point.folder);
      this.showTip(title, [`${view.xTitle}: ${point.xText}`, `${view.yTitle}: ${point.yText}`], at);
    };
    const hide = () => {
      this.onFront(null);
      this.tip.hidden = true;
    };
    node.addEventListener('pointerenter', show);
    node.addEventListener('pointerleave', hide);
    node.addEventListener('focus', show);
    node.addEventListener('blur', hide);
    return node;
  }

  private showTip(title: string, lines: readonly string[], at: { left: number; top: number }): void {
    this.tip.replaceChildren(
      element('div', { class: 'reading nearest' }, title),
      ...lines.map((line) => element('div', { class: 'reading' }, line)),
    );
    this.tip.hidden = false;
    const onLeft = at.left > this.node.clientWidth / 2;
    this.tip.style.left = onLeft ? '' : `${at.left + 12}px`;
    this.tip.style.right = onLeft ? `${this.node.clientWidth - at.left + 12}px` : '';
    this.tip.style.top = `${Math.max(0, at.top - 20)}px`;
  }

  private labels(
    points: readonly ScatterPoint[],
    pixels: readonly { readonly left: number; readonly top: number }[],
    view: ScatterView,
    width: number,
  ): SVGElement[] {
    if (points.length > mostLabels) return [];
    const wanted = points.map(({ folder }, index) => ({
      x: pixels[index]?.left ?? 0,
      y: pixels[index]?.top ?? 0,
      text: view.titleOf(folder),
    }));
    return placeLabels(wanted, width).flatMap((place, index) => {
      if (place === null) return [];
      return [textNode(place.left, place.top, wanted[index]?.text ?? '', 'scatter-label')];
    });
  }

  /** Arrow keys, Home and End go from point to point, from left to right. */
  private onKey(event: KeyboardEvent): void {
    const ordered = this.points.toSorted((a, b) => a.getBoundingClientRect().x - b.getBoundingClientRect().x);
    const at = ordered.findIndex((point) => point === document.activeElement);
    const targets: Readonly<Record<string, number>> = {
      ArrowRight: at + 1,
      ArrowDown: at + 1,
      ArrowLeft: at - 1,
      ArrowUp: at - 1,
      Home: 0,
      End: ordered.length - 1,
    };
    const target = ordered[targets[event.key] ?? -1];
    if (at < 0 || targets[event.key] === undefined) return;
    event.preventDefault();
    if (target === undefined) return;
    ordered[at]?.setAttribute('tabindex', '-1');
    target.setAttribute('tabindex', '0');
    target.focus();
  }
}

/** Grid, labels and titles of the axes. */
function frame(
  x: ScatterAxis,
  y: ScatterAxis,
  plot: { readonly width: number; readonly height: number },
  { xTitle, yTitle, logX, logY }: ScatterView,
): SVGElement[] {
  const bottom = margin.top + plot.height;
  const right = margin.left + plot.width;
  const room = plot.width / Math.max(1, x.ticks.length);
  const named = (title: string, logarithmic: boolean) => (logarithmic ? `${title} (logarithmic)` : title);
  const yName = textNode(14, margin.top + plot.height / 2, named(yTitle, logY), 'scatter-title');
  yName.setAttribute('transform', `rotate(-90 14 ${margin.top + plot.height / 2})`);
  return [
    ...y.ticks.flatMap(({ at, label }) => {
      const top = bottom - at * plot.height;
      return [
        svgElement('path', { d: `M${margin.left} ${top}H${right}`, class: 'scatter-grid' }),
        textNode(margin.left - 7, top + 4, label, 'scatter-tick y'),
      ];
    }),
    ...x.ticks.map(({ at, label }) => {
      const longest = Math.max(3, Math.floor(room / 6.2));
      const shown = label.length > longest ? `${label.slice(0, longest - 1)}…` : label;
      return textNode(margin.left + at * plot.width, bottom + 17, shown, 'scatter-tick x');
    }),
    svgElement('path', { d: `M${margin.left} ${margin.top}V${bottom}H${right}`, class: 'scatter-frame' }),
    textNode(margin.left + plot.width / 2, height - 6, named(xTitle, logX), 'scatter-title'),
    yName,
  ];
}

function textNode(x: number, y: number, text: string, className: string): SVGElement {
  const node = svgElement('text', { x, y, class: className });
  setText(node, text);
  return node;
}
