import { DataTable } from '../components/dataTable';
import { element, setText } from '../components/element';
import { MenuButton, type MenuItem } from '../components/menuButton';
import { formatValue } from '../format/formatValue';
import type { ChartSpec, Reference, SeriesSpec } from './chartSpec';
import { CursorLayer } from './cursorLayer';
import { Legend } from './legend';
import { LineChart } from './lineChart';
import { nearestIndexWithin } from './nearest';
import type { Palette } from './palette';
import { Readout } from './readout';
import type { Series, XAxis } from './seriesStore';
import { tableContent } from './tableContent';

/** What a card needs to know of the others, and tells them. */
export interface ChartCardHost {
  readonly seriesOf: (key: string) => Series | undefined;
  readonly latestOf: (key: string) => number | undefined;
  readonly xAxis: () => XAxis;
  /** Label of the shared cursor at x. */
  readonly cursorLabel: (x: number) => string;
  readonly menuItems: () => readonly MenuItem[];
  readonly onToggle: (series: SeriesSpec) => void;
  /** The pointer is over x, or has left (null). */
  readonly onPoint: (x: number | null) => void;
  readonly onKey: (event: KeyboardEvent) => void;
  /** The card has come on screen, or its plot has another size. */
  readonly onChange: () => void;
}

/** How a value is written that is not there. */
const nothing = formatValue('number', null);

/** A chart with its title, menu, legend, cursor and table. */
export class ChartCard {
  readonly node: HTMLElement;
  readonly chart: LineChart;
  /** Whether what is shown is older than what is known. */
  isStale = true;
  private readonly legend: Legend;
  private readonly cursor = new CursorLayer();
  private readonly readout = new Readout();
  private readonly observer: IntersectionObserver;
  private readonly plot: HTMLElement;
  private readonly empty = element('p', { class: 'chart-empty' });
  private readonly table = new DataTable();
  private readonly tableBox: HTMLElement;
  private referencesText = '[]';
  private tableIsStale = true;
  private isOnScreen = false;
  private emptyReason = '';
  private xEnd = NaN;
  /** Pixels from the top at which the pointer is; null where it is elsewhere. */
  private pointerTop: number | null = null;

  constructor(
    readonly spec: ChartSpec,
    private readonly host: ChartCardHost,
    private palette: Palette,
  ) {
    const titleId = `chart-${spec.id}`;
    const menu = new MenuButton({
      label: `${spec.title}: axis, table, export`,
      icon: 'ellipsis',
      items: host.menuItems,
    });
    const overlay = spec.overlay === true;
    const alone = spec.series.length === 1 && !overlay;
    this.legend = new Legend(overlay ? { ...spec, series: [] } : spec, host.onToggle);
    const canvas = element('canvas', { 'aria-hidden': 'true' });
    this.plot = element(
      'div',
      {
        class: 'plot',
        tabindex: 0,
        role: 'application',
        'aria-roledescription': 'chart',
        'aria-labelledby': titleId,
        'aria-describedby': 'chart-keys',
      },
      canvas,
      this.cursor.node,
      this.empty,
      this.readout.node,
    );
    this.tableBox = element('div', { class: 'chart-table visually-hidden' }, this.table.node);
    this.node = element(
      'section',
      { class: `chart ${spec.size}${alone ? ' alone' : ''}`, 'aria-labelledby': titleId },
      element('h3', { id: titleId, title: spec.meaning }, spec.title),
      ...(alone ? [] : [this.legend.references]),
      menu.node,
      ...(overlay ? [] : [this.legend.node]),
      this.plot,
      this.tableBox,
    );
    this.chart = new LineChart(canvas, spec, palette, () => {
      this.isStale = true;
      host.onChange();
    });
    this.legend.setPalette(palette);
    this.observer = new IntersectionObserver((entries) => {
      // Several may have come at once; the last is how it is now.
      this.isOnScreen = entries.at(-1)?.isIntersecting ?? false;
      if (this.isOnScreen) host.onChange();
    });
    this.observer.observe(this.node);
    this.listen();
  }

  /** It is no longer shown. */
  dispose(): void {
    this.observer.disconnect();
    this.chart.dispose();
    this.node.remove();
  }

  private listen(): void {
    this.plot.addEventListener('pointermove', (event) => {
      const { left, top } = this.plot.getBoundingClientRect();
      const x = this.chart.xAt(event.clientX - left);
      this.pointerTop = event.clientY - top;
      this.host.onPoint(this.isEmpty ? null : x);
    });
    this.plot.addEventListener('pointerleave', () => {
      this.pointerTop = null;
      this.host.onPoint(null);
    });
    this.plot.addEventListener('keydown', this.host.onKey);
    this.plot.addEventListener('blur', () => this.host.onPoint(null));
  }

  get isEmpty(): boolean {
    return this.spec.series.every(({ key }) => (this.host.seriesOf(key)?.value.length ?? 0) === 0);
  }

  /** Whether it has something to draw that somebody could see. */
  get wantsDrawing(): boolean {
    return this.isStale && this.isOnScreen;
  }

  /** Takes over the points of a metric from index `from` on. */
  setPoints(key: string, series: Series, from: number): void {
    this.chart.setPoints(key, series, from);
    this.isStale = true;
    this.tableIsStale = true;
  }

  /** Where the x axis ends. */
  setXEnd(end: number): void {
    if (this.xEnd === end) return;
    this.xEnd = end;
    this.chart.setXEnd(end);
    this.isStale = true;
  }

  /** Sets why there is nothing to see, for as long as there is nothing. */
  setEmptyReason(reason: string): void {
    if (this.emptyReason === reason) return;
    this.emptyReason = reason;
    this.isStale = true;
    this.tableIsStale = true;
  }

  setReferences(references: readonly Reference[]): void {
    const text = JSON.stringify(references);
    if (text === this.referencesText) return;
    this.referencesText = text;
    this.chart.setReferences(references);
    this.legend.setReferences(references, (value) => formatValue(this.spec.left.unit, value), this.palette);
    this.isStale = true;
  }

  setHidden(series: SeriesSpec, hidden: boolean): void {
    const line = this.chart.line(series.key);
    if (line !== undefined) line.isHidden = hidden;
    this.legend.setHidden(series, hidden);
    this.isStale = true;
  }

  /** Brings a line before the others; null: all are level. */
  setFront(key: string | null): void {
    this.chart.setFront(key);
    this.isStale = true;
  }

  setPalette(palette: Palette): void {
    this.palette = palette;
    this.chart.setPalette(palette);
    this.legend.setPalette(palette);
    this.isStale = true;
  }

  /** Shows or hides the table; readers of the screen have it in any case. */
  setTableShown(shown: boolean): void {
    if (this.tableBox.classList.toggle('visually-hidden', !shown)) return;
    this.refreshTable();
    this.tableBox.tabIndex = 0;
    this.tableBox.scrollTop = this.tableBox.scrollHeight;
  }

  get isTableShown(): boolean {
    return !this.tableBox.classList.contains('visually-hidden');
  }

  draw(): void {
    this.isStale = false;
    this.plot.classList.toggle('is-empty', this.isEmpty);
    setText(this.empty, this.isEmpty ? this.emptyReason : '');
    this.chart.draw();
  }

  /** Brings the table up to date where it is not; returns whether it was not. */
  refreshTable(): boolean {
    if (!this.tableIsStale) return false;
    this.tableIsStale = false;
    this.table.update(tableContent(this.spec, this.host.seriesOf, this.emptyReason));
    return true;
  }

  /** Puts the cursor at x and the values there into the legend; null: the latest ones. */
  showCursor(x: number | null): void {
    const { overlay, series: lines } = this.spec;
    if (overlay !== true) for (const series of lines) this.legend.setValue(series, this.valueAt(series, x));
    if (x === null || this.isEmpty) {
      this.cursor.hide();
      this.readout.hide();
      return;
    }
    const dots = lines.flatMap((series) => {
      const line = this.chart.line(series.key);
      const points = this.host.seriesOf(series.key);
      if (line === undefined || line.isHidden || points === undefined) return [];
      const point = line.drawn[nearestIndexWithin(points[this.host.xAxis()], x)];
      if (point === undefined) return [];
      return [
        {
          series,
          left: this.chart.pixelOf('x', point.x),
          top: this.chart.pixelOf(series.axis, point.y),
          color: this.palette.line[series.color],
          marker: series.marker ?? ('circle' as const),
          height: point.y,
        },
      ];
    });
    this.cursor.show(this.chart.pixelOf('x', x), this.chart.area, this.host.cursorLabel(x), dots);
    if (overlay === true) this.showReadout(x, dots);
  }

  /** The values of all lines, beside the cursor of the chart that it was moved on. */
  private showReadout(
    x: number,
    dots: readonly { readonly series: SeriesSpec; readonly top: number; readonly height: number }[],
  ): void {
    const { pointerTop } = this;
    if (pointerTop === null && document.activeElement !== this.plot) {
      this.readout.hide();
      return;
    }
    const far = ({ top }: { readonly top: number }) => Math.abs(top - (pointerTop ?? NaN));
    const nearest = dots.reduce<(typeof dots)[number] | null>(
      (best, dot) => (best === null || far(dot) < far(best) ? dot : best),
      null,
    );
    const readings = dots.map(({ series, height }) => ({
      series,
      height,
      value: this.valueAt(series, x).value,
    }));
    this.readout.show(
      this.chart.pixelOf('x', x),
      this.plot.clientWidth,
      readings,
      pointerTop === null ? null : (nearest?.series.key ?? null),
      this.palette,
    );
  }

  /** The values at x in words, for a screen reader. */
  describe(x: number): string {
    return this.spec.series
      .filter(({ key }) => this.chart.line(key)?.isHidden === false)
      .map((series) => ({ series, ...this.valueAt(series, x) }))
      .filter(({ value }) => this.spec.overlay !== true || value !== nothing)
      .map(({ series, value, raw }) => {
        return `${series.label} ${value}${raw === null ? '' : `, raw ${raw}`}`;
      })
      .join('; ');
  }

  private valueAt(
    series: SeriesSpec,
    x: number | null,
  ): { readonly value: string; readonly raw: string | null } {
    const points = this.host.seriesOf(series.key);
    const unit = (series.axis === 'right' && this.spec.right !== null ? this.spec.right : this.spec.left)
      .unit;
    const at = points === undefined || x === null ? -1 : nearestIndexWithin(points[this.host.xAxis()], x);
    const raw = x === null ? this.host.latestOf(series.key) : points?.value[at];
    const smooth = series.smoothed ? (x === null ? points?.smooth.at(-1) : points?.smooth[at]) : undefined;
    return smooth === undefined
      ? { value: formatValue(unit, raw), raw: null }
      : { value: formatValue(unit, smooth), raw: formatValue(unit, raw) };
  }
}
