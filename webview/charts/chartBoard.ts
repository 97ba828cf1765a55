import type { ChartSettings, SeriesKey, ToRunPanel } from '../../extension/runPanel/messages';
import type { Announcer } from '../components/announcer';
import { element } from '../components/element';
import type { MenuItem } from '../components/menuButton';
import { ChartCard } from './chartCard';
import type { ChartSpec, Reference, SeriesSpec } from './chartSpec';
import { ChartToolbar } from './chartToolbar';
import { chartFigure } from './figure';
import { figurePng } from './figurePng';
import { figureSvg } from './figureSvg';
import { nearestIndex } from './nearest';
import { SeriesStore, type XAxis } from './seriesStore';
import { axisEnd } from './ticks';
import { currentPalette, watchTheme } from './themeWatch';
import { formatPlace, formatX } from './xAxis';

export type ExportFormat = 'png' | 'svg' | 'csv';

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
  readonly referencesOf: (
    spec: ChartSpec,
    firstOf: (key: SeriesKey) => number | null,
  ) => readonly Reference[];
  readonly emptyReasonOf: (spec: ChartSpec) => string;
}

/** Milliseconds of drawing in a frame, after which the other charts wait for the next one. */
const drawingTime = 10;
/** Milliseconds between two refreshes of tables. */
const tablePause = 1000;
/** Milliseconds between two messages while the slider moves. */
const settingsPause = 100;

/** All charts of a run with their toolbar and the cursor that they share. */
export class ChartBoard {
  readonly node: HTMLElement;
  private readonly store = new SeriesStore();
  private latest: Readonly<Partial<Record<SeriesKey, number>>> = {};
  private readonly cards: readonly ChartCard[];
  private readonly toolbar: ChartToolbar;
  private readonly hidden: Set<string>;
  private settings: ChartSettings = { smoothing: 0, xAxis: 'step', logarithmic: [], tables: [] };
  private context: ChartContext | null = null;
  private cursor: { readonly spec: ChartSpec; readonly x: number } | null = null;
  private frame = 0;
  private tableTimer: ReturnType<typeof setTimeout> | undefined;
  private settingsTimer: ReturnType<typeof setTimeout> | undefined;

  /** @param hidden lines that were hidden when the panel was last open */
  constructor(
    specs: readonly ChartSpec[],
    private readonly host: ChartBoardHost,
    hidden: readonly string[],
  ) {
    this.hidden = new Set(hidden);
    const palette = currentPalette();
    this.toolbar = new ChartToolbar(
      (smoothing) => this.changeSettings({ smoothing }, settingsPause),
      (xAxis) => this.changeSettings({ xAxis }),
    );
    this.cards = specs.map(
      (spec) =>
        new ChartCard(
          spec,
          {
            seriesOf: (key) => this.store.get(key),
            latestOf: (key) => this.latest[key],
            xAxis: () => this.settings.xAxis,
            cursorLabel: (x) => formatX(this.settings.xAxis, x),
            menuItems: () => this.menuItems(spec),
            onToggle: (series) => this.toggleLine(spec, series),
            onPoint: (_, x) => this.moveCursor(spec, x === null ? null : this.snap(spec, x)),
            onKey: (_, event) => this.onKey(spec, event),
            onChange: () => this.schedule(),
          },
          palette,
        ),
    );
    for (const card of this.cards) this.applyHidden(card);
    this.node = element(
      'section',
      { class: 'charts', 'aria-label': 'Charts' },
      this.toolbar.node,
      element(
        'p',
        { class: 'visually-hidden', id: 'chart-keys' },
        'Arrow keys, Page Up and Page Down, Home and End read the values. The table after the chart has them all.',
      ),
      element('div', { class: 'chart-grid' }, ...this.cards.map(({ node }) => node)),
    );
    watchTheme((changed) => {
      for (const card of this.cards) card.setPalette(changed);
      this.schedule();
    });
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
      for (const { key } of card.spec.series) {
        const series = this.store.get(key);
        if (series !== undefined) card.setPoints(key, series, 0);
      }
    }
    if (settings.xAxis !== before.xAxis) this.cursor = null;
    this.refit();
  }

  /** Takes over new points. */
  merge({ parts, latest }: Pick<Extract<ToRunPanel, { type: 'series' }>, 'parts' | 'latest'>): void {
    this.latest = latest;
    for (const [key, part] of Object.entries(parts) as [SeriesKey, (typeof parts)[SeriesKey]][]) {
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
    const end = axisEnd(this.store.end(settings.xAxis), context.ends[settings.xAxis], context.live);
    for (const card of this.cards) {
      card.setXEnd(end);
      card.setReferences(
        card.isEmpty ? [] : context.referencesOf(card.spec, (key) => this.valueAtStart(key)),
      );
    }
    this.schedule();
  }

  /** The value of a metric before the first step. */
  private valueAtStart(key: SeriesKey): number | null {
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
      if (performance.now() - start > drawingTime) {
        this.schedule();
        return;
      }
      card.draw();
      card.showCursor(this.cursor?.x ?? null);
    }
  }

  /** Refreshes the tables that are shown, and one of those that only screen readers see. */
  private refreshTables(): void {
    this.tableTimer = undefined;
    let refreshed = false;
    for (const card of this.cards) {
      if (card.isTableShown) card.refreshTable();
      else if (!refreshed) refreshed = card.refreshTable();
    }
    if (refreshed) this.tableTimer = setTimeout(() => this.refreshTables(), tablePause);
  }

  private changeSettings(change: Partial<ChartSettings>, pause = 0): void {
    this.applySettings({ ...this.settings, ...change });
    clearTimeout(this.settingsTimer);
    this.settingsTimer = setTimeout(() => this.host.onSettings(this.settings), pause);
  }

  private menuItems(spec: ChartSpec): readonly MenuItem[] {
    const switched = (list: 'logarithmic' | 'tables') => {
      const ids = this.settings[list];
      const on = ids.includes(spec.id);
      return {
        checked: on,
        onChoose: () =>
          this.changeSettings({ [list]: on ? ids.filter((id) => id !== spec.id) : [...ids, spec.id] }),
      };
    };
    const empty = this.cards.find((card) => card.spec === spec)?.isEmpty === true;
    const save = (label: string, format: ExportFormat): MenuItem => ({
      label,
      ...(empty ? { disabled: 'There are no points yet.' } : {}),
      onChoose: () => void this.export(spec, format),
    });
    return [
      {
        label: 'Logarithmic y axis',
        ...switched('logarithmic'),
        ...(spec.canBeLog ? {} : { disabled: 'Its values are not all above zero.' }),
      },
      { label: 'Table', ...switched('tables') },
      'separator',
      save('Export as PNG…', 'png'),
      save('Export as SVG…', 'svg'),
      save('Export as CSV…', 'csv'),
    ];
  }

  private async export(spec: ChartSpec, format: ExportFormat): Promise<void> {
    const card = this.cards.find((each) => each.spec === spec);
    if (card === undefined) return;
    // It may have been off screen since its last points came.
    card.draw();
    const hidden = new Set(
      spec.series.filter(({ key }) => this.hidden.has(lineName(spec, key))).map(({ key }) => key),
    );
    const figure = chartFigure(this.context?.title ?? '', spec, card.chart, this.settings.xAxis, hidden);
    const data = format === 'csv' ? '' : figureSvg(figure);
    this.host.onExport(spec, format, format === 'png' ? await figurePng(data) : data);
  }

  private toggleLine(spec: ChartSpec, { key }: SeriesSpec): void {
    const name = lineName(spec, key);
    if (!this.hidden.delete(name)) this.hidden.add(name);
    const card = this.cards.find((each) => each.spec === spec);
    if (card !== undefined) this.applyHidden(card);
    this.schedule();
    this.host.onHidden();
  }

  private applyHidden(card: ChartCard): void {
    for (const series of card.spec.series)
      card.setHidden(series, this.hidden.has(lineName(card.spec, series.key)));
  }

  /** The metric whose points the cursor steps over: the first that is shown. */
  private guide(spec: ChartSpec): ArrayLike<number> {
    const key =
      spec.series.find((series) => !this.hidden.has(lineName(spec, series.key)))?.key ?? spec.series[0]?.key;
    return (key === undefined ? undefined : this.store.get(key)?.[this.settings.xAxis]) ?? [];
  }

  private snap(spec: ChartSpec, x: number): number {
    const points = this.guide(spec);
    return points[nearestIndex(points, x)] ?? x;
  }

  private onKey(spec: ChartSpec, event: KeyboardEvent): void {
    const points = this.guide(spec);
    const last = points.length - 1;
    if (last < 0) return;
    const at = this.cursor === null ? last : nearestIndex(points, this.cursor.x);
    const page = Math.max(1, Math.round(points.length / 10));
    const moves: Readonly<Record<string, number>> = {
      ArrowLeft: this.cursor === null ? last : at - 1,
      ArrowRight: at + 1,
      PageUp: at - page,
      PageDown: at + page,
      Home: 0,
      End: last,
    };
    if (event.key === 'Escape') {
      this.moveCursor(spec, null);
      return;
    }
    const target = moves[event.key];
    if (target === undefined) return;
    event.preventDefault();
    const x = points[Math.min(last, Math.max(0, target))] ?? 0;
    this.moveCursor(spec, x);
    const card = this.cards.find((each) => each.spec === spec);
    this.host.announcer.say(`${this.placeOf(spec, x)}: ${card?.describe(x) ?? ''}`);
  }

  private moveCursor(spec: ChartSpec, x: number | null): void {
    if (this.cursor?.x === x || (this.cursor === null && x === null)) return;
    this.cursor = x === null ? null : { spec, x };
    this.toolbar.setPlace(x === null ? '' : this.placeOf(spec, x));
    for (const card of this.cards) card.showCursor(x);
  }

  /** x in words, on all three axes, as far as the points of the chart tell. */
  private placeOf(spec: ChartSpec, x: number): string {
    for (const { key } of spec.series) {
      const series = this.store.get(key);
      const at = series === undefined ? -1 : nearestIndex(series[this.settings.xAxis], x);
      if (series === undefined || at < 0) continue;
      return formatPlace({
        step: series.step[at] ?? 0,
        epoch: series.epoch[at] ?? 0,
        time: series.time[at] ?? 0,
      });
    }
    return '';
  }
}

function lineName(spec: ChartSpec, key: SeriesKey): string {
  return `${spec.id}/${key}`;
}
