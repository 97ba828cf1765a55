import type { FromRunPanel, RunView, ToRunPanel } from '../../extension/runPanel/messages';
import { ChartBoard } from '../charts/chartBoard';
import { Announcer } from '../components/announcer';
import { element, setText } from '../components/element';
import { icon } from '../components/icon';
import { progressRing } from '../components/toolkit';
import { chartContext } from './chartContext';
import { chartSpecs } from './chartSpecs';
import { Checkpoints } from './checkpoints';
import { Configuration } from './configuration';
import { Environment } from './environment';
import { Head } from './head';
import { Log } from './log';
import { Pairs } from './pairs';
import { panelState, type PanelState } from './panelState';
import { Result } from './result';

/** The editor, as the page sees it. */
export interface Editor {
  post(message: FromRunPanel): void;
  getState(): unknown;
  setState(state: PanelState): void;
}

/** Milliseconds without scrolling after which the place is remembered. */
const scrollPause = 200;

/** The page of one run. Messages change what is known at once; the page follows once a frame. */
export class RunPanel {
  readonly node = element('main', { class: 'panel' });
  private state: PanelState;
  private readonly announcer = new Announcer();
  private readonly loading: HTMLElement;
  private readonly goneText = element('p');
  private readonly gone: HTMLElement;
  private readonly content = element('div', { class: 'content', hidden: true });
  private readonly head: Head;
  private readonly result = new Result();
  private readonly pairs: Pairs;
  private readonly charts: ChartBoard;
  private readonly configuration = new Configuration();
  private readonly environment = new Environment();
  private readonly checkpoints: Checkpoints;
  private readonly log = new Log();
  private view: RunView | null = null;
  /** Of the loss that the charts are labelled with. */
  private lossName: string | null = null;
  private frame = 0;

  constructor(private readonly editor: Editor) {
    this.state = panelState(editor.getState());
    const act = (action: Extract<FromRunPanel, { type: 'action' }>['action']) =>
      editor.post({ type: 'action', action });
    this.head = new Head(act);
    this.pairs = new Pairs((count) => editor.post({ type: 'newPairs', count }));
    this.charts = new ChartBoard(
      [],
      {
        announcer: this.announcer,
        onSettings: (settings) => editor.post({ type: 'settings', settings }),
        onExport: ({ id, series }, format, data) =>
          editor.post({ type: 'export', chart: id, format, keys: series.map(({ key }) => key), data }),
        onHidden: () => this.remember({ hiddenLines: this.charts.hiddenLines }),
      },
      this.state.hiddenLines,
    );
    this.checkpoints = new Checkpoints(
      (step) => editor.post({ type: 'openCheckpoint', step }),
      (step) => editor.post({ type: 'revealCheckpoint', step }),
    );
    this.loading = element('div', { class: 'loading' }, progressRing('Loading the run'));
    this.gone = element(
      'div',
      { class: 'gone', role: 'alert', hidden: true },
      element('h1', {}, 'This run cannot be shown'),
      element('div', { class: 'notice warning' }, icon('warning'), this.goneText),
    );
    this.content.append(
      this.head.node,
      element('div', { class: 'overview' }, this.result.node, this.pairs.node),
      this.charts.node,
      element('div', { class: 'parts' }, ...this.parts().map(({ node }) => node)),
    );
    this.node.append(this.loading, this.gone, this.content, this.announcer.node);
    this.rememberFolds();
    this.rememberScroll();
  }

  /** Takes a message of the extension. */
  receive(message: ToRunPanel): void {
    switch (message.type) {
      case 'view':
        this.view = message.view;
        this.frame ||= requestAnimationFrame(() => this.showView());
        return;
      case 'series':
        this.charts.merge(message);
        return;
      case 'pairs':
        this.pairs.setPairs(message);
        return;
      case 'settings':
        this.charts.applySettings(message.settings);
        return;
      case 'gone':
        this.view = null;
        this.loading.hidden = true;
        this.content.hidden = true;
        this.gone.hidden = false;
        setText(this.goneText, message.message);
        return;
    }
  }

  private showView(): void {
    this.frame = 0;
    const { view } = this;
    if (view === null) return;
    const first = this.content.hidden;
    this.loading.hidden = true;
    this.gone.hidden = true;
    this.content.hidden = false;
    this.head.update(view);
    this.result.update(view);
    this.pairs.update(view);
    if (this.lossName !== view.loss.name) this.charts.setSpecs(chartSpecs(view.loss));
    this.lossName = view.loss.name;
    this.charts.setContext(chartContext(view));
    this.configuration.update(view);
    this.environment.update(view);
    this.checkpoints.update(view);
    this.log.update(view);
    if (this.state.folder !== view.folder) this.remember({ folder: view.folder });
    // The charts have their heights without their points, so the place is there already.
    if (first) window.scrollTo(0, this.state.scroll);
  }

  private parts(): readonly {
    readonly id: string;
    readonly node: HTMLDetailsElement;
    readonly open: boolean;
  }[] {
    const { configuration, checkpoints, environment, log } = this;
    return [
      { ...configuration.part, open: true },
      { ...checkpoints.part, open: true },
      { ...environment.part, open: true },
      { ...log.part, open: true },
    ];
  }

  private rememberFolds(): void {
    const whole = { id: 'whole-configuration', node: this.configuration.whole, open: false };
    for (const { id, node, open } of [...this.parts(), whole]) {
      node.open = this.state.open[id] ?? open;
      node.addEventListener('toggle', () => {
        if ((this.state.open[id] ?? open) !== node.open) {
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

  private remember(change: Partial<PanelState>): void {
    this.state = { ...this.state, ...change };
    this.editor.setState(this.state);
  }
}
