import type {
  CheckpointView,
  FromCheckpointPage,
  ToCheckpointPage,
} from '../../extension/checkpointEditor/messages';
import { ChartBoard } from '../charts/chartBoard';
import { Announcer } from '../components/announcer';
import { element, setText } from '../components/element';
import { icon } from '../components/icon';
import { progressRing } from '../components/toolkit';
import { chartSpecs } from '../runPanel/chartSpecs';
import { Comparison } from './comparison';
import { FeatureMapsSection } from './featureMaps';
import { filterSection } from './filters';
import { heading } from './heading';
import { Known } from './known';
import { originSection } from './origin';
import { pageState, type PageState } from './pageState';
import { TensorSection } from './tensorSection';

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
  private view: CheckpointView | null = null;
  /** Of the loss that the charts are labelled with. */
  private lossName: string | null = null;
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
  private readonly charts: ChartBoard;
  private readonly curves: HTMLElement;
  private readonly tensors: TensorSection;
  private readonly known: Known;
  private readonly comparison: Comparison;
  private readonly maps: FeatureMapsSection;

  constructor(private readonly editor: Editor) {
    this.state = pageState(editor.getState());
    this.charts = this.newCharts();
    this.curves = element(
      'section',
      { class: 'curves', 'aria-label': 'Curves up to this step', hidden: true },
      element('h2', {}, 'Curves up to this step'),
      this.charts.node,
    );
    this.tensors = new TensorSection(
      {
        onChannels: (index) => editor.post({ type: 'channels', index }),
        onState: (change) => this.remember(change),
      },
      this.state,
    );
    this.known = new Known((message) => editor.post(message));
    this.comparison = new Comparison((step) => editor.post({ type: 'compare', step }));
    this.maps = new FeatureMapsSection(
      {
        announcer: this.announcer,
        post: (message) => editor.post(message),
        remember: (maps) => this.remember({ maps }),
      },
      this.state.maps,
    );
    this.content.append(
      this.head,
      this.tensors.flaws,
      element('div', { class: 'overview' }, this.origin, this.filters),
      this.curves,
      this.known.node,
      this.maps.node,
      this.tensors.node,
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
      case 'channels':
        this.tensors.receive(message);
        return;
      case 'filters':
        this.filters.replaceChildren(filterSection(message.filters));
        return;
      case 'series':
        this.charts.merge(message);
        return;
      case 'mapsWorking':
      case 'mapsShown':
      case 'mapsFailed':
        this.maps.receive(message);
        return;
      case 'settings':
        this.charts.applySettings(message.settings);
        return;
      case 'known':
      case 'neighbours':
      case 'thumbnails':
      case 'knownFailed':
        this.known.receive(message);
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
      [],
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

  private listen(): void {
    window.addEventListener('keydown', (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key === 'f') {
        event.preventDefault();
        this.tensors.focusSearch();
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
    this.maps.node.hidden = view.run === null;
    this.labelCharts(view);
    this.charts.setContext({
      title: view.run?.title ?? view.name,
      live: false,
      ends: { step: null, epoch: null, time: null },
      referencesOf: () => [],
      emptyReasonOf: () => 'No points up to this step.',
    });
    this.comparison.update(view);
    // The same tensors come again when something else has changed.
    if (isNew) this.tensors.show(view);
    if (first) window.scrollTo(0, this.state.scroll);
  }

  private labelCharts({ run }: CheckpointView): void {
    if (run === null || run.loss.name === this.lossName) return;
    this.lossName = run.loss.name;
    this.charts.setSpecs(chartSpecs(run.loss).filter(({ id }) => shownCharts.includes(id)));
  }

  /** The file is read anew: what was known of its numbers is void, and the page stays as it is until more is. */
  private forget(): void {
    if (this.view === null) return;
    this.view = null;
    this.tensors.forget();
    this.filters.replaceChildren();
    this.comparison.clear();
    this.maps.clear();
  }

  private remember(change: Partial<PageState>): void {
    this.state = { ...this.state, ...change };
    this.editor.setState(this.state);
  }
}
