import type { ChartSettings, SeriesPart } from '../../extension/runPanel/messages';
import type { Announcer } from '../components/announcer';
import { element } from '../components/element';
import { ChartCard } from './chartCard';
import { chartMenu, type ExportFormat } from './chartMenu';
import type { ChartSpec, Reference, SeriesSpec } from './chartSpec';
import { ChartToolbar } from './chartToolbar';
import { chartFigure } from './figure';
import { figurePng } from './figurePng';
import { figureSvg } from './figureSvg';
import { SeriesStore, type XAxis } from './seriesStore';
import { SharedCursor } from './sharedCursor';
import { axisEnd } from './ticks';
import type { Palette } from './palette';
import { currentPalette, watchTheme } from './themeWatch';
import { formatX } from './xAxis';

/** What the charts tell the panel. */
export interface ChartBoardHost {
  readonly announcer: Announcer;
  readonly onSettings: (settings: ChartSettings) => void;
  readonly onExport: (spec: ChartSpec, format: ExportFormat, data: string) => void;
  /** The lines that are hidden have changed; see `hiddenLines`. */
  readonly onHidden: () => void;
}

/** What the charts need to know of the run. */
export interface ChartContext {
  readonly title: string;
  /** Whether more points are to come. */
  readonly live: boolean;
  /** Where the axes end when the run does; null where it is not known. */
  readonly ends: Readonly<Record<XAxis, number | null>>;
  readonly referencesOf: (spec: ChartSpec, firstOf: (key: string) => number | null) => readonly Reference[];
  readonly emptyReasonOf: (spec: ChartSpec) => string;
}

/** What `merge` takes in. */
export interface NewPoints {
  readonly parts: Readonly<Partial<Record<string, SeriesPart>>>;
  readonly latest: Readonly<Partial<Record<string, number>>>;
}

/** A run that has just begun is drawn as if it had come so far: the first points need no finer axis. */
const leastEnd: Readonly<Record<XAxis, number>> = { step: 10, epoch: 0.1, time: 10 };
/** Milliseconds of drawing in a frame, after which the other charts wait for the next one. */
const drawingTime = 5;
/** The same until all charts are there: nothing moves yet that could falter. */
const openingTime = 40;
/** Milliseconds between two refreshes of tables; of those that are not shown, each refreshes one. */
const tablePause = 500;
/** Milliseconds between two messages while the slider moves. */
const settingsPause = 100;

/** All charts of a run with their toolbar and the cursor that they share. */
export class ChartBoard {
  readonly node: HTMLElement;
  private readonly store = new SeriesStore();
  private latest: Readonly<Partial<Record<string, number>>> = {};
  private cards: readonly ChartCard[] = [];
  private readonly toolbar: ChartToolbar;
  private hidden: Set<string>;
  private front: ((series: SeriesSpec) => boolean) | null = null;
  private readonly grid = element('div', { class: 'chart-grid' });
  private settings: ChartSettings = { smoothing: 0, xAxis: 'step', logarithmic: [], tables: [] };
  private context: ChartContext | null = null;
  private readonly cursor: SharedCursor;
  private frame = 0;
  private tableTimer: ReturnType<typeof setTimeout> | undefined;
  private isOpening = true;
  /** Turn of the tables that only screen readers see. */
  private nextTable = 0;
  private settingsTimer: ReturnType<typeof setTimeout> | undefined;

  /** @param hidden lines that were hidden when the panel was last open */
  constructor(
    specs: readonly ChartSpec[],
    private readonly host: ChartBoardHost,
    hidden: readonly string[],
  ) {
    this.hidden = new Set(hidden);
    this.toolbar = new ChartToolbar(
      (smoothing) => this.changeSettings({ smoothing }, settingsPause),
      (xAxis) => this.changeSettings({ xAxis }),
    );
    this.cursor = new SharedCursor(this.store, {
      xAxis: () => this.settings.xAxis,
      isHidden: (spec, key) => this.hidden.has(lineName(spec, key)),
      onMove: (x, place) => {
        this.toolbar.setPlace(place);
        for (const card of this.cards) card.showCursor(x);
      },
    });
    this.node = element(
      'section',
      { class: 'charts', 'aria-label': 'Charts' },
      this.toolbar.node,
      element(
        'p',
        { class: 'visually-hidden', id: 'chart-keys' },
        'Arrow keys, Page Up and Page Down, Home and End read the values. The table after the chart has them all.',
      ),
      this.grid,
    );
    this.setSpecs(specs);
    watchTheme((changed) => {
      for (const card of this.cards) card.setPalette(changed);
      this.schedule();
    });
  }

  /** Shows these charts instead of those that there were; the points of lines that they have in common are kept. */
  setSpecs(specs: readonly ChartSpec[]): void {
    const palette = currentPalette();
    for (const card of this.cards) card.dispose();
    this.cards = specs.map((spec) => this.newCard(spec, palette));
    this.grid.replaceChildren(...this.cards.map(({ node }) => node));
    const lines = new Set(specs.flatMap(({ series }) => series.map(({ key }) => key)));
    this.store.keepOnly((key) => lines.has(key));
    this.isOpening = true;
    const { settings } = this;
    for (const card of this.cards) {
      card.chart.setXAxis(settings.xAxis);
      card.chart.setLogarithmic(settings.logarithmic.includes(card.spec.id));
      this.fill(card);
      this.applyHidden(card);
      this.applyFront(card);
      if (settings.tables.includes(card.spec.id)) card.setTableShown(true);
      if (this.context !== null) card.setEmptyReason(this.context.emptyReasonOf(card.spec));
    }
    this.refit();
  }

  /** Gives a chart all points that there are of its lines. */
  private fill(card: ChartCard): void {
    for (const { key } of card.spec.series) {
      const series = this.store.get(key);
      if (series !== undefined) card.setPoints(key, series, 0);
    }
  }

  private newCard(spec: ChartSpec, palette: Palette): ChartCard {
    const card: ChartCard = new ChartCard(
      spec,
      {
        seriesOf: (key) => this.store.get(key),
        latestOf: (key) => this.latest[key],
        xAxis: () => this.settings.xAxis,
        cursorLabel: (x) => formatX(this.settings.xAxis, x),
        menuItems: () =>
          chartMenu(
            spec,
            this.settings,
            card.isEmpty,
            (change) => this.changeSettings(change),
            (format) => void this.export(card, format),
          ),
        onToggle: (series) => this.toggleLine(card, series),
        onPoint: (x) => this.cursor.point(spec, x),
        onKey: (event) => this.onKey(card, event),
        onChange: () => this.schedule(),
      },
      palette,
    );
    return card;
  }

  /** Hides these lines and shows all others; names as in `hiddenLines`. */
  setHiddenLines(names: readonly string[]): void {
    this.hidden = new Set(names);
    for (const card of this.cards) this.applyHidden(card);
    this.schedule();
  }

  /** Brings lines before the others in their charts; null: all are level. */
  setFront(front: ((series: SeriesSpec) => boolean) | null): void {
    if (front === null && this.front === null) return;
    this.front = front;
    for (const card of this.cards) this.applyFront(card);
    this.schedule();
  }

  /** Names of the hidden lines, to be given to the next panel. */
  get hiddenLines(): readonly string[] {
    return [...this.hidden];
  }

  /** Takes over settings, which may come from another panel. */
  applySettings(settings: ChartSettings): void {
    const before = this.settings;
    this.settings = settings;
    this.toolbar.setSmoothing(settings.smoothing);
    this.toolbar.setAxis(settings.xAxis);
    for (const card of this.cards) {
      card.chart.setLogarithmic(settings.logarithmic.includes(card.spec.id));
      card.isStale = true;
      const shown = settings.tables.includes(card.spec.id);
      if (shown !== card.isTableShown) card.setTableShown(shown);
      if (settings.xAxis === before.xAxis) continue;
      card.chart.setXAxis(settings.xAxis);
      this.fill(card);
    }
    if (settings.xAxis !== before.xAxis) this.cursor.hide();
    this.refit();
  }

  /** Takes over new points, by line, and the latest value of every line. */
  merge({ parts, latest }: NewPoints): void {
    this.latest = latest;
    for (const [key, part] of Object.entries(parts)) {
      if (part === undefined) continue;
      const from = this.store.merge(key, part);
      const series = this.store.get(key);
      for (const card of this.cards) {
        if (series !== undefined && card.spec.series.some((each) => each.key === key)) {
          card.setPoints(key, series, from);
        }
      }
    }
    this.refit();
    this.tableTimer ??= setTimeout(() => this.refreshTables(), tablePause);
  }

  /** Takes over what has become of the run. */
  setContext(context: ChartContext): void {
    this.context = context;
    for (const card of this.cards) card.setEmptyReason(context.emptyReasonOf(card.spec));
    this.refit();
  }

  /** Axes and reference lines follow the points and the run. */
  private refit(): void {
    if (this.context === null) return;
    const { context, settings } = this;
    const last = Math.max(this.store.end(settings.xAxis), context.live ? leastEnd[settings.xAxis] : 0);
    const end = axisEnd(last, context.ends[settings.xAxis], context.live);
    for (const card of this.cards) {
      card.setXEnd(end);
      card.setReferences(
        card.isEmpty ? [] : context.referencesOf(card.spec, (key) => this.valueAtStart(key)),
      );
    }
    this.schedule();
  }

  /** The value of a metric before the first step. */
  private valueAtStart(key: string): number | null {
    const series = this.store.get(key);
    return series?.step[0] === 0 ? (series.value[0] ?? null) : null;
  }

  private schedule(): void {
    if (this.frame === 0) this.frame = requestAnimationFrame(() => this.drawFrame());
  }

  private drawFrame(): void {
    this.frame = 0;
    const start = performance.now();
    for (const card of this.cards) {
      if (!card.wantsDrawing) continue;
      if (performance.now() - start > (this.isOpening ? openingTime : drawingTime)) {
        this.schedule();
        return;
      }
      card.draw();
      card.showCursor(this.cursor.x);
    }
    this.isOpening = this.cards.every(({ isEmpty }) => isEmpty);
  }

  /** Refreshes the tables that are shown, and of those that only screen readers see the next one in turn. */
  private refreshTables(): void {
    this.tableTimer = undefined;
    for (const card of this.cards) if (card.isTableShown) card.refreshTable();
    const refreshed = this.cards.some(() => {
      const card = this.cards[this.nextTable++ % this.cards.length];
      return card?.refreshTable() === true;
    });
    if (refreshed) this.tableTimer = setTimeout(() => this.refreshTables(), tablePause);
  }

  private changeSettings(change: Partial<ChartSettings>, pause = 0): void {
    this.applySettings({ ...this.settings, ...change });
    clearTimeout(this.settingsTimer);
    this.settingsTimer = setTimeout(() => this.host.onSettings(this.settings), pause);
  }

  private async export(card: ChartCard, format: ExportFormat): Promise<void> {
    const { spec } = card;
    // It may have been off screen since its last points came.
    card.draw();
    const figure = chartFigure(this.context?.title ?? '', spec, card.chart, this.settings);
    const data = format === 'csv' ? '' : figureSvg(figure);
    this.host.onExport(spec, format, format === 'png' ? await figurePng(data) : data);
  }

  private toggleLine(card: ChartCard, { key }: SeriesSpec): void {
    const name = lineName(card.spec, key);
    if (!this.hidden.delete(name)) this.hidden.add(name);
    this.applyHidden(card);
    this.schedule();
    this.host.onHidden();
  }

  private applyHidden(card: ChartCard): void {
    for (const series of card.spec.series)
      card.setHidden(series, this.hidden.has(lineName(card.spec, series.key)));
  }

  private applyFront(card: ChartCard): void {
    const { front } = this;
    card.setFront(front === null ? null : (card.spec.series.find((series) => front(series))?.key ?? null));
  }

  private onKey(card: ChartCard, event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const place = this.cursor.press(card.spec, event.key);
    if (place === null) return;
    event.preventDefault();
    const { x } = this.cursor;
    this.host.announcer.say(x === null ? '' : `${place}: ${card.describe(x)}`);
  }
}

/** Names a line of a chart among those that are hidden. */
export function lineName(spec: Pick<ChartSpec, 'id'>, key: string): string {
  return `${spec.id}/${key}`;
}
