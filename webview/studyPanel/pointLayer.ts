import type { Chart, Plugin } from 'chart.js';
import { element } from '../components/element';
import type { FigureSide } from './figureSide';
import type { PointButtons } from './pointButtons';

/** Pixels that a button has at least in either direction: a bar may be a line, and a point is small. */
const leastSide = 16;

/** A button over a bar or point of a plot. */
interface Placed {
  readonly series: number;
  readonly place: number;
  readonly host: HTMLElement;
}

/** Buttons over the bars or points of a plot, which go with them; asked by pointer or keyboard, one shows its tooltip. */
export class PointLayer {
  readonly node: HTMLElement;
  private readonly points: readonly Placed[];

  /** @param label says what the points are of. */
  constructor({ values }: FigureSide, buttons: PointButtons, label: string) {
    this.points = values.flatMap((row, series) =>
      row.flatMap((value, place) => {
        const host = value === null ? null : buttons.make(series, place, '');
        return host === null ? [] : [{ series, place, host }];
      }),
    );
    const hosts = this.points.map(({ host }) => host);
    this.node = element('div', { class: 'figure-points', role: 'group', 'aria-label': label }, ...hosts);
  }

  /** Puts the buttons where the chart has its bars and points, whenever it has moved them. */
  readonly plugin: Plugin<'bar' | 'line'> = {
    id: 'pointLayer',
    beforeInit: (chart: Chart) => this.listen(chart),
    afterUpdate: (chart: Chart) => this.place(chart),
  };

  private listen(chart: Chart): void {
    for (const { host, series, place } of this.points) {
      const show = () => {
        const { x, y } = chart.getDatasetMeta(series).data[place]?.tooltipPosition(true) ?? { x: 0, y: 0 };
        chart.tooltip?.setActiveElements([{ datasetIndex: series, index: place }], { x: x ?? 0, y: y ?? 0 });
        chart.draw();
      };
      const hide = () => {
        // A figure that is drawn anew takes the focus away from what was there.
        if (chart.ctx === null) return;
        chart.tooltip?.setActiveElements([], { x: 0, y: 0 });
        chart.draw();
      };
      host.addEventListener('pointerenter', show);
      host.addEventListener('pointerleave', hide);
      host.addEventListener('focusin', show);
      host.addEventListener('focusout', hide);
    }
  }

  private place(chart: Chart): void {
    for (const { host, series, place } of this.points) {
      const shape = chart.getDatasetMeta(series).data[place];
      if (shape === undefined) continue;
      // A point on a line has neither.
      const {
        x,
        y,
        base = NaN,
        width = NaN,
      } = shape.getProps(['x', 'y', 'base', 'width'] as never, true) as Box;
      const [across, high] = [width || leastSide, Math.abs(base - y) || 0].map((side) =>
        Math.max(leastSide, side),
      );
      const middle = Number.isFinite(base) ? (y + base) / 2 : y;
      host.style.left = `${x - (across ?? 0) / 2}px`;
      host.style.top = `${middle - (high ?? 0) / 2}px`;
      host.style.width = `${across ?? 0}px`;
      host.style.height = `${high ?? 0}px`;
    }
  }
}

/** Where a bar or a point is, in pixels of the canvas. */
interface Box {
  readonly x: number;
  readonly y: number;
  readonly base?: number;
  readonly width?: number;
}
