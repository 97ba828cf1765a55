import {
  Chart,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  type Scale,
} from 'chart.js';
import { formatTick } from '../format/formatValue';
import type { AxisSpec, ChartSpec, Reference } from './chartSpec';
import type { Palette } from './palette';
import { PlotLine, referenceLine, type Dataset, type PlotPoint } from './plotLine';
import type { Series, XAxis } from './seriesStore';
import type { AxisRange, Ticks } from './ticks';
import { valueRange } from './valueRange';
import { formatXTick, xTicks } from './xAxis';

Chart.register(LineController, LineElement, PointElement, LinearScale, LogarithmicScale);

/** Side of a y axis. */
type Side = 'left' | 'right';

/** Pixels that labels take; the same on all charts, so that plots stand under one another. */
const labelWidth = 46;
const labelHeight = 20;
const noTicks: Ticks = { values: [], step: 1 };

/** Draws the lines of a chart. Changes show with the next `draw`. */
export class LineChart {
  private readonly chart: Chart<'line', PlotPoint[]>;
  private readonly lines: ReadonlyMap<string, PlotLine>;
  private references: readonly Reference[] = [];
  private referenceLines: readonly Dataset[] = [];
  private xAxis: XAxis = 'step';
  private xEnd = 1;
  private logarithmic = false;
  /** Ticks are chosen here; chart.js only draws them. */
  private readonly ticks: Record<'x' | Side, Ticks> = { x: noTicks, left: noTicks, right: noTicks };

  constructor(
    canvas: HTMLCanvasElement,
    private readonly spec: ChartSpec,
    private palette: Palette,
    /** Called when there is more or less room, which wants other ticks: draw again. */
    onResize: () => void,
  ) {
    this.lines = new Map(spec.series.map((series) => [series.key, new PlotLine(series)]));
    this.chart = new Chart<'line', PlotPoint[]>(canvas, {
      type: 'line',
      data: { datasets: [] },
      options: {
        animation: false,
        parsing: false,
        normalized: true,
        responsive: true,
        maintainAspectRatio: false,
        // The cursor is drawn beside the canvas and shared with the other charts.
        events: [],
        onResize,
        layout: { padding: { top: 6, right: spec.right === null ? 10 : 0 } },
        scales: {
          x: {
            type: 'linear',
            min: 0,
            grid: { drawTicks: false },
            ticks: {
              autoSkip: false,
              maxRotation: 0,
              align: 'inner',
              sampleSize: 1,
              padding: 5,
              callback: (value) => formatXTick(this.xAxis, Number(value), this.ticks.x.step),
            },
            afterBuildTicks: (scale: Scale) => {
              this.ticks.x = xTicks(this.xAxis, this.xEnd, Math.max(2, Math.floor(scale.width / 80)));
              scale.ticks = this.ticks.x.values.map((value) => ({ value }));
            },
            afterFit: (scale: Scale) => {
              scale.height = labelHeight;
            },
          },
          left: this.valueScale('left', spec.left),
          ...(spec.right === null ? {} : { right: this.valueScale('right', spec.right) }),
        },
      },
    });
    this.setPalette(palette);
  }

  /** The line of a metric. Setting its points or hiding it shows with the next `draw`. */
  line(key: string): PlotLine | undefined {
    return this.lines.get(key);
  }

  /** Takes over the points of a metric from index `from` on. */
  setPoints(key: string, series: Series, from: number): void {
    this.lines.get(key)?.setPoints(series, this.xAxis, from);
  }

  /** Sets what the x axis shows; the points have to be set again. */
  setXAxis(xAxis: XAxis): void {
    this.xAxis = xAxis;
    for (const line of this.lines.values()) line.clear();
  }

  setXEnd(end: number): void {
    this.xEnd = end;
  }

  /** Brings the line of `front` before the others; null: all are level. */
  setFront(front: string | null): void {
    for (const [key, line] of this.lines) {
      line.setStanding(front === null ? 'level' : key === front ? 'front' : 'back');
      line.paint(this.palette);
    }
  }

  /** Gives the canvas back; nothing is drawn any more. */
  dispose(): void {
    this.chart.destroy();
  }

  setLogarithmic(logarithmic: boolean): void {
    this.logarithmic = logarithmic && this.spec.canBeLog;
  }

  get isLogarithmic(): boolean {
    return this.logarithmic;
  }

  setReferences(references: readonly Reference[]): void {
    this.references = references;
    this.referenceLines = references.map(referenceLine);
    this.setPalette(this.palette);
  }

  get shownReferences(): readonly Reference[] {
    return this.references;
  }

  setPalette(palette: Palette): void {
    this.palette = palette;
    Chart.defaults.font.family = palette.fontFamily;
    for (const line of this.lines.values()) line.paint(palette);
    for (const line of this.referenceLines) line.borderColor = palette.line.reference;
    this.paintScale('x', palette.axis);
    for (const side of ['left', 'right'] as const) {
      // With two axes, each has the colour of its line.
      const owner = this.spec.series.find(({ axis }) => axis === side);
      this.paintScale(
        side,
        this.spec.right === null || owner === undefined ? palette.axis : palette.text[owner.color],
      );
    }
  }

  /** Shows everything that was set. */
  draw(): void {
    const { data, options } = this.chart;
    this.referenceLines.forEach((line, index) => {
      const y = this.references[index]?.value ?? NaN;
      line.data = [
        { x: 0, y },
        { x: this.xEnd, y },
      ];
    });
    data.datasets = [
      ...[...this.lines.values()].flatMap(({ main, behind }) => [main, behind]),
      ...this.referenceLines,
    ];
    if (options.scales?.['x'] !== undefined) options.scales['x'].max = this.xEnd;
    this.fitScale('left', this.spec.left);
    if (this.spec.right !== null) this.fitScale('right', this.spec.right);
    // The quick mode "none" goes on with the options that the points were made with.
    const restyled = [...this.lines.values()].filter((line) => line.takeRestyled()).length > 0;
    this.chart.update(restyled ? 'default' : 'none');
  }

  /** Where the plot lies in the canvas, in CSS pixels. */
  get area(): {
    readonly left: number;
    readonly right: number;
    readonly top: number;
    readonly bottom: number;
  } {
    return this.chart.chartArea;
  }

  /** x of a place in the canvas. */
  xAt(pixel: number): number {
    return this.chart.scales['x']?.getValueForPixel(pixel) ?? 0;
  }

  /** Place in the canvas of a value. */
  pixelOf(axis: 'x' | Side, value: number): number {
    return this.chart.scales[axis]?.getPixelForValue(value) ?? 0;
  }

  /** An axis as it stands. */
  range(axis: 'x' | Side): AxisRange {
    const scale = this.chart.scales[axis];
    return { min: scale?.min ?? 0, max: scale?.max ?? 1, ticks: this.ticks[axis] };
  }

  private valueScale(side: Side, axis: AxisSpec) {
    return {
      type: 'linear' as const,
      position: side,
      grid: { drawTicks: false, drawOnChartArea: side === 'left' },
      ticks: {
        autoSkip: false,
        padding: 6,
        // The width is fixed, so no label needs to be measured.
        sampleSize: 1,
        callback: (value: number | string) => formatTick(axis.unit, Number(value), this.ticks[side].step),
      },
      afterBuildTicks: (scale: Scale) => {
        scale.ticks = this.ticks[side].values.map((value) => ({ value }));
      },
      afterFit: (scale: Scale) => {
        scale.width = labelWidth;
      },
    };
  }

  private fitScale(side: Side, axis: AxisSpec): void {
    const logarithmic = side === 'left' && this.logarithmic;
    const lists = [...this.lines.values()]
      .filter((line) => line.spec.axis === side && !line.isHidden)
      .flatMap((line) => [line.drawn, line.drawnBehind]);
    if (side === 'left') lists.push(this.references.map(({ value }) => ({ x: 0, y: value })));
    const range = valueRange(axis, lists, logarithmic, Math.max(2, Math.floor(this.chart.height / 40)));
    this.ticks[side] = range.ticks;
    Object.assign(this.chart.options.scales?.[side] ?? {}, {
      type: logarithmic ? 'logarithmic' : 'linear',
      min: range.min,
      max: range.max,
    });
  }

  private paintScale(id: 'x' | Side, color: string): void {
    const scale = this.chart.options.scales?.[id];
    if (scale === undefined) return;
    Object.assign(scale.ticks ?? {}, { color, font: { size: 11 } });
    Object.assign(scale.grid ?? {}, { color: this.palette.grid });
    Object.assign(scale, { border: { color: this.palette.grid } });
  }
}
