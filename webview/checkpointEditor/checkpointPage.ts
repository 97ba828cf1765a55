import type {
  CheckpointView,
  FromCheckpointPage,
  ToCheckpointPage,
} from '../../extension/checkpointEditor/messages';
import { formatCount } from '../../extension/format/formatNumbers';
import { ChartBoard } from '../charts/chartBoard';
import { Announcer } from '../components/announcer';
import { element, setText } from '../components/element';
import { icon } from '../components/icon';
import { ProgressBar } from '../components/progressBar';
import { progressRing } from '../components/toolkit';
import { chartSpecs } from '../runPanel/chartSpecs';
import { Comparison } from './comparison';
import { Detail } from './detail';
import { filterSection } from './filters';
import { flawNotices } from './flaws';
import { heading } from './heading';
import { originSection } from './origin';
import { pageState, type PageState } from './pageState';
import { TensorModel } from './tensorModel';
import { TreeGrid } from './treeGrid';

/** The editor, as the page sees it. */
export interface Editor {
  post(message: FromCheckpointPage): void;
  getState(): unknown;
  setState(state: PageState): void;
}

/** Milliseconds without scrolling after which the place is remembered. */
const scrollPause = 200;
/** Of the run's charts, those that say what its weights are worth. */
const shownCharts: readonly string[] = ['loss', 'probe'];

/** The page of one file of tensors. */
export class CheckpointPage {
  readonly node = element('main', { class: 'panel' });
  private state: PageState;
  private model = new TensorModel([]);
  private chosen: number | null = null;
  private norms: { readonly index: number; readonly norms: Float64Array } | null = null;
  private view: CheckpointView | null = null;
  private readonly announcer = new Announcer();
  private readonly loading = element('div', { class: 'loading' }, progressRing('Reading the file'));
  private readonly failedText = element('p');
  private readonly failed = element(
    'div',
    { class: 'notice error', role: 'alert', hidden: true },
    icon('error'),
    this.failedText,
  );
  private readonly content = element('div', { class: 'content', hidden: true });
  private readonly head = element('div', { class: 'slot' });
  private readonly origin = element('div', { class: 'slot' });
  private readonly filters = element('div', { class: 'slot' });
  private readonly flaws = element('div', { class: 'flaws' });
  private readonly charts: ChartBoard;
  private readonly curves: HTMLElement;
  private readonly progress = new ProgressBar('Statistics');
  private readonly search: HTMLInputElement;
  private readonly matches = element('span', { class: 'quiet', role: 'status' });
  private readonly tree: TreeGrid;
  private readonly detail = new Detail();
  private readonly comparison: Comparison;

  constructor(private readonly editor: Editor) {
    this.state = pageState(editor.getState());
    this.charts = this.newCharts();
    this.curves = element(
      'section',
      { class: 'curves', 'aria-label': 'Curves up to this step', hidden: true },
      element('h2', {}, 'Curves up to this step'),
      this.charts.node,
    );
    this.search = element('input', {
      ...{ type: 'search', class: 'search', placeholder: 'Find tensors by name' },
      ...{ 'aria-label': 'Find tensors by name', value: this.state.search, spellcheck: 'false' },
    });
    this.search.addEventListener('input', () => {
      this.remember({ search: this.search.value });
      this.find();
    });
    this.tree = new TreeGrid(
      {
        onChoose: (index) => this.choose(index),
        onFold: (folded) => this.remember({ folded }),
      },
      new Set(this.state.folded),
    );
    this.comparison = new Comparison((step) => editor.post({ type: 'compare', step }));
    this.content.append(
      this.head,
      this.flaws,
      element('div', { class: 'overview' }, this.origin, this.filters),
      this.curves,
      this.tensorSection(),
      this.comparison.node,
    );
    this.node.append(this.failed, this.loading, this.content, this.announcer.node);
    this.listen();
  }

  /** Takes a message of the extension. */
  receive(message: ToCheckpointPage): void {
    switch (message.type) {
      case 'checkpoint':
        this.show(message.view);
        return;
      case 'statistics':
        for (const { index, statistics } of message.found) this.model.take(index, statistics);
        this.progress.node.hidden = message.done === message.total;
        this.progress.set(message.total === 0 ? 1 : message.done / message.total);
        // Within a large tensor there is progress alone.
        if (message.found.length === 0) return;
        this.tree.refresh();
        this.flaws.replaceChildren(...flawNotices(this.model, (index) => this.tree.reveal(index)));
        if (message.found.some(({ index }) => index === this.chosen)) this.showChosen();
        return;
      case 'filters':
        this.filters.replaceChildren(filterSection(message.filters));
        return;
      case 'channels':
        this.norms = message;
        if (message.index === this.chosen) this.showChosen();
        return;
      case 'series':
        this.charts.merge(message);
        return;
      case 'settings':
        this.charts.applySettings(message.settings);
        return;
      case 'compared':
        this.comparison.receive(message);
        return;
      case 'comparing':
        this.comparison.begin(message);
        return;
      case 'loading':
        this.forget();
        return;
      case 'failed':
        this.loading.hidden = true;
        this.content.hidden = this.view === null;
        this.failed.hidden = false;
        setText(this.failedText, message.message);
        return;
    }
  }

  private newCharts(): ChartBoard {
    return new ChartBoard(
      chartSpecs.filter(({ id }) => shownCharts.includes(id)),
      {
        announcer: this.announcer,
        onSettings: (settings) => this.editor.post({ type: 'settings', settings }),
        onExport: ({ id, series }, format, data) =>
          this.editor.post({ type: 'export', chart: id, format, keys: series.map(({ key }) => key), data }),
        onHidden: () => this.remember({ hiddenLines: this.charts.hiddenLines }),
      },
      this.state.hiddenLines,
    );
  }

  private tensorSection(): HTMLElement {
    return element(
      'section',
      { class: 'tensors', 'aria-labelledby': 'tensors-title' },
      element(
        'div',
        { class: 'tensors-head' },
        element('h2', { id: 'tensors-title' }, 'Tensors'),
        this.search,
        this.matches,
      ),
      this.progress.node,
      element('div', { class: 'tensors-body' }, this.tree.node, this.detail.node),
    );
  }

  private listen(): void {
    window.addEventListener('keydown', (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key === 'f') {
        event.preventDefault();
        this.search.focus();
        this.search.select();
      }
    });
    let pause = 0;
    window.addEventListener(
      'scroll',
      () => {
        clearTimeout(pause);
        pause = window.setTimeout(() => this.remember({ scroll: window.scrollY }), scrollPause);
      },
      { passive: true },
    );
  }

  private show(view: CheckpointView): void {
    const first = this.content.hidden;
    const isNew = this.view === null;
    this.view = view;
    this.loading.hidden = true;
    this.failed.hidden = true;
    this.content.hidden = false;
    this.head.replaceChildren(heading(view, (action) => this.editor.post({ type: 'action', action })));
    const origin = originSection(view);
    this.origin.replaceChildren(...(origin === null ? [] : [origin]));
    this.curves.hidden = view.run === null;
    this.charts.setContext({
      title: view.run?.title ?? view.name,
      live: false,
      ends: { step: null, epoch: null, time: null },
      referencesOf: () => [],
      emptyReasonOf: () => 'No points up to this step.',
    });
    this.comparison.update(view);
    // The same tensors come again when something else has changed.
    if (isNew) this.showTensors(view);
    if (first) window.scrollTo(0, this.state.scroll);
  }

  private showTensors({ tensors }: CheckpointView): void {
    this.model = new TensorModel(tensors);
    this.progress.set(0);
    this.progress.node.hidden = tensors.length === 0;
    this.tree.setModel(this.model);
    this.find();
    const chosen = tensors.findIndex(({ name }) => name === this.state.chosen);
    if (chosen >= 0) this.tree.reveal(chosen);
  }

  /** The file is read anew: what was known of its numbers is void, and the page stays as it is until more is. */
  private forget(): void {
    if (this.view === null) return;
    this.view = null;
    this.norms = null;
    this.chosen = null;
    this.detail.clear();
    this.filters.replaceChildren();
    this.flaws.replaceChildren();
    this.comparison.clear();
  }

  private find(): void {
    const wanted = this.model.search(this.search.value);
    this.tree.setWanted(wanted);
    const { tensorCount = 0, tensors = [] } = this.view ?? {};
    const all = formatCount(tensors.length);
    const cut = tensorCount > tensors.length ? ` (the first of ${formatCount(tensorCount)})` : '';
    setText(this.matches, wanted === null ? `${all}${cut}` : `${formatCount(wanted.size)} of ${all}${cut}`);
  }

  private choose(index: number | null): void {
    if (index === this.chosen) return;
    this.chosen = index;
    this.remember({ chosen: index === null ? null : (this.model.tensors[index]?.name ?? null) });
    if (index !== null && (this.model.tensors[index]?.shape.length ?? 0) > 1) {
      this.editor.post({ type: 'channels', index });
    }
    this.showChosen();
  }

  private showChosen(): void {
    const { chosen } = this;
    const tensor = chosen === null ? undefined : this.model.tensors[chosen];
    if (chosen === null || tensor === undefined) {
      this.detail.clear();
      return;
    }
    const norms = this.norms?.index === chosen ? this.norms.norms : null;
    this.detail.show(tensor, this.model.statistics(chosen), norms);
  }

  private remember(change: Partial<PageState>): void {
    this.state = { ...this.state, ...change };
    this.editor.setState(this.state);
  }
}
