import type { FromComparePanel, ToComparePanel } from '../../extension/comparePanel/messages';
import { ChartBoard, lineName } from '../charts/chartBoard';
import type { ChartSpec } from '../charts/chartSpec';
import { currentPalette, watchTheme } from '../charts/themeWatch';
import { Announcer } from '../components/announcer';
import { element } from '../components/element';
import { progressRing } from '../components/toolkit';
import { assignSlots } from './colorSlots';
import { columnsOf, type Column } from './columns';
import { compareContext, compareSpecs, folderOfLine, lineKey, linesOf } from './compareCharts';
import { CompareHead } from './compareHead';
import { newRow, rowTitle, type ComparedRow } from './comparedRow';
import { compareState, type CompareState } from './compareState';
import { Differences } from './differences';
import { distinctTitles } from './distinctTitles';
import { comparedMetrics } from './metrics';
import { readFilter } from './rowFilter';
import { RunLegend } from './runLegend';
import { runStyle, type RunStyle } from './runStyle';
import { Scatter } from './scatter';
import { sortRows } from './sortRows';
import { TablePart } from './tablePart';
import { tableCsv, tableTabs } from './tableText';

/** The editor, as the page sees it. */
export interface Editor {
  post(message: FromComparePanel): void;
  getState(): unknown;
  setState(state: CompareState): void;
}

/** Milliseconds between two refreshes of words and numbers while points keep coming. */
const refreshPause = 250;
/** Milliseconds without scrolling after which the place is remembered. */
const scrollPause = 200;

/** The page that compares runs. Messages change what is known at once; the page follows at its own pace. */
export class ComparePanel {
  readonly node = element('main', { class: 'panel compare' });
  private state: CompareState;
  private rows: readonly ComparedRow[] = [];
  private titles: ReadonlyMap<string, string> = new Map();
  private palette = currentPalette();
  private specs: readonly ChartSpec[] = [];
  private specsText = '';
  /** As the table has them now, for its files. */
  private tableRows: readonly ComparedRow[] = [];
  private tableColumns: readonly Column[] = [];
  private refreshTimer: ReturnType<typeof setTimeout> | undefined;
  private refreshedAt = -Infinity;
  private readonly announcer = new Announcer();
  private readonly loading = element('div', { class: 'loading' }, progressRing('Reading the runs'));
  private readonly content = element('div', { class: 'content', hidden: true });
  private readonly head: CompareHead;
  private readonly table: TablePart;
  private readonly legend: RunLegend;
  private readonly charts: ChartBoard;
  private readonly scatter: Scatter;
  private readonly differences: Differences;

  constructor(private readonly editor: Editor) {
    this.state = compareState(editor.getState());
    const onFront = (folder: string | null) => this.setFront(folder);
    const onToggle = (folder: string) => this.toggle(folder);
    this.head = new CompareHead({
      onAdd: () => editor.post({ type: 'add' }),
      onFilter: (filter) => this.change({ filter }),
    });
    this.table = new TablePart({
      onToggle,
      onFront,
      titleOf: this.titleOf,
      onOpen: (folder) => editor.post({ type: 'open', folder }),
      onRemove: (folder) => editor.post({ type: 'remove', folder }),
      onPick: (folder, picked) => this.pick(folder, picked),
      onOrder: (order) => this.change({ order }),
      onAllColumns: () => this.change({ allColumns: !this.state.allColumns }),
      onExport: () =>
        editor.post({
          type: 'export',
          name: 'table',
          format: 'csv',
          data: tableCsv(this.tableRows, this.tableColumns),
        }),
      onCopy: () => editor.post({ type: 'copy', text: tableTabs(this.tableRows, this.tableColumns) }),
    });
    this.legend = new RunLegend(onToggle, onFront);
    this.charts = this.newCharts();
    this.scatter = new Scatter({ onFront, onChoice: (scatter) => this.change({ scatter }) });
    this.differences = new Differences({
      onPair: (pair) => this.change({ pair }),
      onDiff: (a, b) => editor.post({ type: 'diff', a, b }),
    });
    const below = element('div', { class: 'parts' }, this.scatter.part.node, this.differences.part.node);
    this.content.append(this.head.node, this.table.part.node, this.legend.node, this.charts.node, below);
    this.node.append(this.loading, this.content, this.announcer.node);
    this.rememberFolds();
    this.rememberScroll();
    watchTheme((palette) => {
      this.palette = palette;
      this.showRuns();
    });
  }

  /** Tells the extension that messages may come. */
  begin(): void {
    this.editor.post({ type: 'ready', smoothing: this.state.charts.smoothing });
  }

  /** Takes a message of the extension. */
  receive(message: ToComparePanel): void {
    switch (message.type) {
      case 'runs':
        this.setFolders(message.folders);
        return;
      case 'run':
        this.changeRow(message.run.folder, { run: message.run, missing: null });
        return;
      case 'missing':
        this.changeRow(message.folder, { run: null, missing: message.message });
        return;
      case 'series':
        this.charts.merge({ parts: linesOf(message.folder, message.parts), latest: {} });
        this.changeRow(message.folder, { summaries: message.summaries });
        return;
    }
  }

  private newCharts(): ChartBoard {
    const charts = new ChartBoard(
      [],
      {
        announcer: this.announcer,
        onSettings: (settings) => {
          if (settings.smoothing !== this.state.charts.smoothing) {
            this.editor.post({ type: 'smoothing', smoothing: settings.smoothing });
          }
          this.change({ charts: settings });
        },
        onExport: ({ id }, format, data) => this.exportChart(id, format, data),
        onHidden: () => undefined,
      },
      [],
    );
    charts.applySettings(this.state.charts);
    return charts;
  }

  private exportChart(id: string, format: 'png' | 'svg' | 'csv', data: string): void {
    const metric = comparedMetrics.find((each) => each.id === id);
    if (metric === undefined) return;
    if (format !== 'csv') {
      this.editor.post({ type: 'export', name: id, format, data });
      return;
    }
    const hidden = new Set(this.state.hidden);
    const folders = this.filtered().rows.map(({ folder }) => folder);
    const shown = folders.filter((folder) => !hidden.has(folder));
    this.editor.post({ type: 'exportMetric', metric: metric.key, folders: shown });
  }

  private setFolders(folders: readonly string[]): void {
    this.rows = folders.map((folder) => this.rows.find((row) => row.folder === folder) ?? newRow(folder));
    this.remember({
      folders,
      slots: assignSlots(this.state.slots, folders),
      pair: this.state.pair.filter((folder) => folders.includes(folder)),
    });
    this.refreshSoon(0);
  }

  private changeRow(folder: string, change: Partial<ComparedRow>): void {
    this.rows = this.rows.map((row) => (row.folder === folder ? { ...row, ...change } : row));
    this.refreshSoon(this.content.hidden ? 0 : refreshPause);
  }

  /** What the user has changed shows at once. */
  private change(change: Partial<CompareState>): void {
    this.remember(change);
    this.refresh();
  }

  private refreshSoon(pause: number): void {
    if (this.refreshTimer !== undefined) return;
    const wait = Math.max(0, this.refreshedAt + pause - performance.now());
    this.refreshTimer = setTimeout(() => this.refresh(), wait);
  }

  private refresh(): void {
    clearTimeout(this.refreshTimer);
    this.refreshTimer = undefined;
    this.refreshedAt = performance.now();
    const first = this.content.hidden;
    const isKnown = this.rows.every(({ run, missing }) => run !== null || missing !== null);
    // A moment's patience: rows that come one by one would move everything.
    if (first && !isKnown) return;
    this.loading.hidden = true;
    this.content.hidden = false;
    this.titles = distinctTitles(this.rows);
    this.showRuns();
    if (first) window.scrollTo(0, this.state.scroll);
  }

  private showRuns(): void {
    if (this.content.hidden) return;
    const { state, palette } = this;
    const { rows, columns, problem } = this.filtered();
    const hidden = new Set(state.hidden);
    const shown = rows.filter(({ folder }) => !hidden.has(folder));
    this.head.update(this.rows.length, rows.length, state.filter, problem);
    this.tableRows = sortRows(rows, state.order, columns);
    this.tableColumns = columns.filter(({ extra }) => !extra || state.allColumns);
    const { order, pair } = state;
    const { styleOf, titleOf } = this;
    this.table.update(
      { rows: this.tableRows, columns: this.tableColumns, order, hidden, pair, styleOf, palette },
      state.allColumns,
    );
    const inLegend = rows.map(({ folder }) => ({
      folder,
      title: titleOf(folder),
      style: styleOf(folder),
      hidden: hidden.has(folder),
    }));
    this.legend.update(inLegend, palette);
    this.showCharts(shown);
    const known = shown.filter(({ run }) => run !== null);
    this.scatter.update({ rows: known, columns, choice: state.scatter, titleOf, styleOf, palette });
    this.differences.update(this.rows, pair, titleOf);
  }

  private showCharts(shown: readonly ComparedRow[]): void {
    const folders = this.rows.map(({ folder }) => folder);
    const specsText = JSON.stringify(folders.map((folder) => [folder, this.styleOf(folder)]));
    if (specsText !== this.specsText) {
      this.specsText = specsText;
      this.specs = compareSpecs(folders, this.styleOf, this.titleOf);
      this.charts.setSpecs(this.specs);
    }
    const visible = new Set(shown.map(({ folder }) => folder));
    const concealed = folders.filter((folder) => !visible.has(folder));
    this.charts.setHiddenLines(
      comparedMetrics.flatMap(({ id, key }) =>
        concealed.map((folder) => lineName({ id }, lineKey(key, folder))),
      ),
    );
    this.charts.setContext(compareContext(shown));
  }

  /** The rows that the filter lets through, in the order in which they were added. */
  private filtered(): {
    readonly rows: readonly ComparedRow[];
    readonly columns: readonly Column[];
    readonly problem: string | null;
  } {
    const columns = columnsOf(this.rows, this.state.charts.xAxis);
    const { matches, problem } = readFilter(this.state.filter, columns);
    return { rows: this.rows.filter(matches), columns, problem };
  }

  private readonly titleOf = (folder: string): string => this.titles.get(folder) ?? rowTitle(newRow(folder));

  private readonly styleOf = (folder: string): RunStyle =>
    runStyle(this.state.slots[folder] ?? 0, document.body.classList.contains('vscode-high-contrast'));

  private toggle(folder: string): void {
    const { hidden } = this.state;
    const isHidden = hidden.includes(folder);
    this.change({ hidden: isHidden ? hidden.filter((each) => each !== folder) : [...hidden, folder] });
  }

  /** Ticks a run, and of three the one that was ticked first no longer. */
  private pick(folder: string, picked: boolean): void {
    const others = this.state.pair.filter((each) => each !== folder);
    this.change({ pair: picked ? [...others, folder].slice(-2) : others });
  }

  private setFront(folder: string | null): void {
    this.charts.setFront(folder === null ? null : (series) => folderOfLine(series) === folder);
  }

  private rememberFolds(): void {
    for (const { id, node } of [this.table.part, this.scatter.part, this.differences.part]) {
      node.open = this.state.open[id] ?? true;
      node.addEventListener('toggle', () => {
        if ((this.state.open[id] ?? true) !== node.open) {
          this.remember({ open: { ...this.state.open, [id]: node.open } });
        }
      });
    }
  }

  private rememberScroll(): void {
    let pause: ReturnType<typeof setTimeout> | undefined;
    window.addEventListener(
      'scroll',
      () => {
        clearTimeout(pause);
        pause = setTimeout(() => this.remember({ scroll: window.scrollY }), scrollPause);
      },
      { passive: true },
    );
  }

  private remember(change: Partial<CompareState>): void {
    this.state = { ...this.state, ...change };
    this.editor.setState(this.state);
  }
}
