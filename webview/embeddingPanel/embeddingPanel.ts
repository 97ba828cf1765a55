import type {
  EmbeddingRunView,
  FromEmbeddingPanel,
  Knowledge,
  ToEmbeddingPanel,
} from '../../extension/embeddingPanel/messages';
import { formatCount } from '../../extension/format/formatNumbers';
import { Announcer } from '../components/announcer';
import { element, setText } from '../components/element';
import { icon } from '../components/icon';
import { MenuButton, type MenuItem } from '../components/menuButton';
import { Button, progressRing } from '../components/toolkit';
import { watchTheme } from '../charts/themeWatch';
import { Busy } from './busy';
import { clusterSpace, colorChoices, colorPoints, needsJudgement, type Coloring } from './coloring';
import { Controls } from './controls';
import { EmbeddingModel } from './embeddingModel';
import { Cancelled } from './embeddingWorker';
import { EmptyState } from './emptyState';
import { exportedPicture } from './exportPicture';
import { embeddingsCsv } from './exportTable';
import { Hovering } from './hovering';
import { Knows } from './knows';
import { Legend } from './legend';
import { panelState, type PanelState } from './panelState';
import { plotCaption, sampleText } from './plotCaption';
import { plotInk } from './plotInk';
import { pointState } from './plot/pointShaders';
import { ScatterPlot } from './plot/scatterPlot';
import { Selected } from './selected';
import { Selection } from './selection';
import type { ProjectionName, StepView } from './stepView';
import { Thumbnails } from '../components/thumbnails';
import { stepText, Timeline } from './timeline';
import { spaces, type Space } from './workerMessages';

/** The editor, as the page sees it. */
export interface Editor {
  post(message: FromEmbeddingPanel): void;
  getState(): unknown;
  setState(state: PanelState): void;
}

/** Clusters that are looked for where there are no classes to count. */
const usualClusters = 10;

const titles: Readonly<Record<Space, string>> = { h: 'h, before the head', z: 'z, after the head' };

/** The page that compares h and z of one run. */
export class EmbeddingPanel {
  readonly node = element('main', { class: 'panel' });
  private state: PanelState;
  private readonly announcer = new Announcer();
  private readonly selection = new Selection();
  private readonly model = new EmbeddingModel();
  private readonly thumbnails: Thumbnails;
  private readonly plots: Readonly<Record<Space, ScatterPlot>>;
  private readonly hovering: Hovering;
  private readonly selected: Selected;
  private readonly legend: Legend;
  private readonly controls: Controls;
  private readonly timeline: Timeline;
  private readonly knows: Knows;
  private readonly empty: EmptyState;
  private readonly engineBusy: Busy;
  private readonly umapBusy: Busy;
  private readonly title = element('h1');
  private readonly subtitle = element('span', { class: 'fact' });
  private readonly sample = element('p', { class: 'quiet sample' });
  private readonly loading = element('div', { class: 'loading' }, progressRing('Loading the embeddings'));
  private readonly noticeText = element('p');
  private readonly notice: HTMLElement;
  private readonly comparison: HTMLElement;
  private readonly content: HTMLElement;

  private run: EmbeddingRunView | null = null;
  private knowledge: readonly Knowledge[] = [];
  /** The step that is shown, and the one that is wanted. */
  private view: StepView | null = null;
  private wanted: number | null = null;
  private asked: number | null = null;
  /** The step to turn to when its embeddings have been computed. */
  private wantedNext: number | null = null;
  private coloring: Coloring | null = null;
  private hidden: ReadonlySet<number> = new Set();
  private judging: number | null = null;
  private isBusy = false;

  constructor(private readonly editor: Editor) {
    this.state = panelState(editor.getState());
    this.thumbnails = new Thumbnails((ids) => editor.post({ type: 'thumbnails', ids }));
    this.plots = { h: this.plot('h'), z: this.plot('z') };
    this.hovering = new Hovering(this.model, this.thumbnails, this.plots);
    this.selected = new Selected(this.selection, this.thumbnails, {
      onPoint: (place) => this.hovering.point(place),
      onJudge: () => this.judge(),
    });
    this.legend = new Legend({
      onSelect: (key, add) => this.selectCategory(key, add),
      onToggle: (key) => this.toggleCategory(key),
    });
    this.controls = new Controls({
      onColor: (color) => this.setColor(color),
      onProjection: (projection) => this.setProjection(projection),
      onTool: (tool) => this.setTool(tool),
      onClusters: (clusters) => this.setClusters(clusters),
    });
    this.timeline = new Timeline(
      (step) => this.turnTo(step),
      () => this.view?.step === this.wanted,
    );
    this.knows = new Knows((step) => editor.post({ type: 'evaluate', step }));
    this.empty = new EmptyState((step) => this.compute(step));
    this.engineBusy = new Busy(() => editor.post({ type: 'cancel' }));
    this.umapBusy = new Busy(() => this.model.cancelUmap());
    this.notice = element(
      'div',
      { class: 'notice warning', role: 'alert', hidden: true },
      icon('warning'),
      this.noticeText,
    );
    this.comparison = this.layOut();
    this.content = element(
      'div',
      { class: 'content', hidden: true },
      this.head(),
      this.notice,
      this.engineBusy.node,
      this.empty.node,
      this.comparison,
    );
    this.node.append(this.loading, this.content, this.announcer.node);
    this.selection.onChange(() => this.showSelection());
    this.setTool(this.state.tool);
    this.recolorWith();
    watchTheme(() => this.recolorWith());
  }

  /** Takes a message of the extension. */
  receive(message: ToEmbeddingPanel): void {
    switch (message.type) {
      case 'run':
        this.showRun(message.run, message.show);
        return;
      case 'embeddings':
        void this.take(message);
        return;
      case 'knowledge':
        this.knowledge = message.steps;
        this.showKnowledge();
        return;
      case 'thumbnails':
        this.thumbnails.receive(message);
        return;
      case 'judgement': {
        const view = this.model.view(message.step);
        if (view !== null) view.judgement = message.judgement;
        this.judging = null;
        this.recolor();
        this.showSelection();
        return;
      }
      case 'work': {
        this.isBusy = message.work !== null;
        if (message.work === null) this.engineBusy.hide();
        else {
          const { phase, done, total } = message.work;
          const count = total > 0 ? ` ${formatCount(done)} of ${formatCount(total)}` : '';
          this.engineBusy.show(`${phase}${count}`, total > 0 ? done / total : null);
        }
        if (message.work === null) this.judging = null;
        if (this.run !== null) this.empty.update(this.run, this.isBusy);
        return;
      }
      case 'failed':
        this.fail(message);
        return;
      case 'gone':
        this.run = null;
        this.view = null;
        this.loading.hidden = true;
        this.content.hidden = false;
        this.comparison.hidden = true;
        this.empty.node.hidden = true;
        setText(this.title, 'This run cannot be shown');
        setText(this.subtitle, '');
        this.say(message.message);
        return;
    }
  }

  private plot(space: Space): ScatterPlot {
    return new ScatterPlot(titles[space], {
      hover: (point) => this.hovering.point(point, true),
      pick: (point, toggle) => {
        const id = point === null ? undefined : this.view?.images.ids[point];
        if (id === undefined) this.selection.clear();
        else if (toggle) this.selection.toggle(id);
        else this.selection.set([id]);
      },
      lasso: (points, add) => this.selection.set(this.idsOf(points), add),
      clear: () => this.selection.clear(),
    });
  }

  private head(): HTMLElement {
    const more = new MenuButton({ label: 'Export', icon: 'save', items: () => this.exportItems() });
    const openRun = new Button({ label: 'Open run', onPress: () => this.editor.post({ type: 'openRun' }) });
    return element(
      'header',
      { class: 'head' },
      element('div', { class: 'head-title' }, this.title, this.subtitle),
      element(
        'div',
        { class: 'head-actions', role: 'group', 'aria-label': 'Actions' },
        openRun.node,
        more.node,
      ),
    );
  }

  private layOut(): HTMLElement {
    return element(
      'div',
      { class: 'comparison', hidden: true },
      element('div', { class: 'plots' }, this.plots.h.node, this.plots.z.node),
      element('aside', { class: 'side' }, this.hovering.node, this.selected.node),
      element(
        'div',
        { class: 'below' },
        element('div', { class: 'control-line' }, this.controls.node, this.timeline.node),
        this.umapBusy.node,
        this.legend.node,
        this.sample,
      ),
      this.knows.node,
    );
  }

  private showRun(run: EmbeddingRunView, show: number | null): void {
    this.run = run;
    this.loading.hidden = true;
    this.content.hidden = false;
    this.notice.hidden = true;
    this.remember({ folder: run.folder });
    setText(this.title, run.title);
    const saved = run.steps.filter((step) => step.saved);
    this.empty.node.hidden = saved.length > 0;
    this.comparison.hidden = saved.length === 0;
    this.empty.update(run, this.isBusy);
    const has = (step: number | null) => step !== null && saved.some((each) => each.step === step);
    if (show !== null && !has(show)) this.offer(show);
    const latest = saved.at(-1)?.step ?? null;
    const kept = has(this.wanted) ? this.wanted : has(this.state.step) ? this.state.step : latest;
    const computed = has(this.wantedNext) ? this.wantedNext : null;
    if (computed !== null) this.wantedNext = null;
    const step = computed ?? (has(show) ? show : kept);
    this.timeline.update(saved, step);
    if (step !== null && step !== this.wanted) this.turnTo(step);
    else this.showHead();
  }

  /** A checkpoint that was chosen in the tree and has no embeddings yet: they are computed at once, as was asked for. */
  private offer(step: number): void {
    const { run } = this;
    if (run?.mayCompute === true && run.steps.some((each) => each.step === step && each.checkpoint)) {
      this.wantedNext = step;
      this.compute(step);
    } else this.say(`There are neither embeddings nor a checkpoint of step ${formatCount(step)} any more.`);
  }

  private compute(step: number): void {
    this.notice.hidden = true;
    this.isBusy = true;
    this.engineBusy.show('Starting', null);
    this.wantedNext = step;
    this.editor.post({ type: 'compute', step });
  }

  private turnTo(step: number): void {
    this.wanted = step;
    this.remember({ step });
    this.timeline.update(this.savedSteps(), step);
    const known = this.model.view(step);
    // What was shown before is there at once; its rows follow.
    if (known !== null) this.show(known);
    this.askForRows();
  }

  private savedSteps() {
    return this.run?.steps.filter(({ saved }) => saved) ?? [];
  }

  /** One step's rows at a time: who slides past many does not wait for all of them. */
  private askForRows(): void {
    if (this.asked !== null || this.wanted === null || this.model.stepAtHand === this.wanted) return;
    this.asked = this.wanted;
    this.editor.post({ type: 'load', step: this.wanted });
  }

  private async take(message: Extract<ToEmbeddingPanel, { type: 'embeddings' }>): Promise<void> {
    try {
      const view = await this.model.take(message);
      this.asked = null;
      if (this.wanted === view.step) {
        this.show(view);
        this.completeStep(view);
      }
    } catch (error) {
      this.asked = null;
      this.say(error instanceof Error ? error.message : String(error));
    }
    this.askForRows();
  }

  /** What the choices of now want to know of a step. */
  private completeStep(view: StepView): void {
    const space = clusterSpace(this.state.color);
    if (space !== null && view.clusters[space] === undefined) void this.cluster(view, space);
    if (needsJudgement(this.state.color) && view.judgement === null) this.judge();
    if (this.state.projection === 'umap' && view.points.umap.h === undefined) void this.computeUmap(view);
  }

  private show(view: StepView): void {
    const isFirst = this.view === null;
    this.view = view;
    const choices = colorChoices(view);
    if (!choices.some(({ value }) => value === this.state.color)) {
      this.remember({ color: choices[0]?.value ?? 'cluster.h' });
    }
    this.controls.update(choices, this.state.color, this.state.projection, this.state.tool);
    this.showPoints(isFirst);
    this.recolor();
    this.hovering.setView(view);
    this.showSelection();
    this.showHead();
    this.showKnowledge();
  }

  private showPoints(sudden: boolean): void {
    const { view } = this;
    if (view === null) return;
    for (const space of spaces) {
      const aligned = view.points[this.state.projection][space] ?? view.points.pca[space];
      if (aligned === undefined) continue;
      const { ids } = view.images;
      const plot = this.plots[space];
      plot.show({ ids, places: view.places, points: aligned.points }, sudden || reducesMotion());
      plot.setCaption(plotCaption(space, view.sizes[space], aligned, this.shownProjection(view)));
    }
    setText(this.sample, sampleText(view, this.shownProjection(view)));
  }

  /** UMAP, once it is there. */
  private shownProjection(view: StepView): ProjectionName {
    return view.points[this.state.projection].h === undefined ? 'pca' : this.state.projection;
  }

  private showHead(): void {
    const step = this.run?.steps.find((each) => each.step === this.view?.step);
    const count = this.view === null ? '' : `${formatCount(this.view.images.ids.length)} evaluation images`;
    setText(
      this.subtitle,
      [this.run?.state ?? '', step === undefined ? '' : stepText(step), count]
        .filter((text) => text !== '')
        .join(' · '),
    );
  }

  private showKnowledge(): void {
    const step = this.run?.steps.find((each) => each.step === this.view?.step) ?? null;
    const known = this.knowledge.find((each) => each.step === step?.step) ?? null;
    this.knows.update(step, known, this.run?.mayCompute === true);
  }

  private setColor(color: string): void {
    this.remember({ color });
    this.hidden = new Set();
    this.recolor();
    if (this.view !== null) this.completeStep(this.view);
  }

  /** Takes the colours of the theme. */
  private recolorWith(): void {
    const ink = plotInk();
    for (const space of spaces) this.plots[space].setInk(ink);
    this.hovering.setInk(ink);
    this.recolor();
  }

  private recolor(): void {
    const { view } = this;
    if (view === null) return;
    const coloring = colorPoints(view, this.state.color, plotInk().background);
    this.coloring = coloring;
    for (const space of spaces) this.plots[space].setColors(coloring.colors, coloring.shapes);
    this.legend.update(coloring.legend, this.hidden);
    this.controls.setClusters(clusterSpace(this.state.color) === null ? null : this.clusterCount(view));
    this.showStates();
  }

  private clusterCount({ images }: StepView): number {
    return this.state.clusters ?? Math.max(2, images.classes?.length ?? usualClusters);
  }

  private setClusters(clusters: number): void {
    this.remember({ clusters });
    const { view } = this;
    const space = clusterSpace(this.state.color);
    if (view !== null && space !== null) void this.cluster(view, space);
  }

  private async cluster(view: StepView, space: Space): Promise<void> {
    try {
      await this.model.cluster(view, space, this.clusterCount(view), this.run?.seed ?? 0);
    } catch (error) {
      this.say(error instanceof Error ? error.message : String(error));
    }
    if (this.view === view) this.recolor();
  }

  private setProjection(projection: ProjectionName): void {
    if (projection === this.state.projection) return;
    this.remember({ projection });
    const { view } = this;
    if (view === null) return;
    if (projection === 'umap' && view.points.umap.h === undefined) {
      if (this.model.stepAtHand === view.step) void this.computeUmap(view);
      return;
    }
    this.model.cancelUmap();
    for (const space of spaces) this.plots[space].forgetView();
    this.showPoints(false);
  }

  private async computeUmap(view: StepView): Promise<void> {
    const tell = (share: number) =>
      this.umapBusy.show(`Arranging ${formatCount(view.images.ids.length)} images by UMAP`, share);
    tell(0);
    try {
      if (view.images.ids.length < 4) throw new Error('UMAP needs at least four images.');
      await this.model.umap(view, this.run?.seed ?? 0, tell);
      if (this.view === view && this.state.projection === 'umap') {
        for (const space of spaces) this.plots[space].forgetView();
        this.showPoints(false);
        this.announcer.say('The images are arranged by UMAP.');
      }
    } catch (error) {
      if (!(error instanceof Cancelled)) this.say(error instanceof Error ? error.message : String(error));
      this.remember({ projection: 'pca' });
      this.controls.update(colorChoices(view), this.state.color, 'pca', this.state.tool);
      this.showPoints(false);
    } finally {
      this.umapBusy.hide();
    }
  }

  private setTool(tool: PanelState['tool']): void {
    this.remember({ tool });
    for (const space of spaces) this.plots[space].setTool(tool);
  }

  private judge(): void {
    const { view, run } = this;
    if (view === null || view.judgement !== null || this.judging === view.step) return;
    if (run?.mayCompute !== true) {
      this.say('Trust this workspace to have the images judged: that starts the engine.');
      return;
    }
    this.judging = view.step;
    this.engineBusy.show('Starting', null);
    this.editor.post({ type: 'judge', step: view.step });
  }

  private showSelection(): void {
    const { view } = this;
    if (view === null) return;
    this.selected.update(view, view.images.labels !== null && this.run?.mayCompute === true);
    this.hovering.pin(
      this.selection.size === 1 ? (view.places.get([...this.selection.ids][0] ?? '') ?? null) : null,
    );
    this.showStates();
    const { size } = this.selection;
    this.announcer.say(size === 0 ? 'Nothing is selected.' : `${formatCount(size)} images are selected.`);
  }

  private showStates(): void {
    const { view, coloring } = this;
    if (view === null) return;
    const states = new Uint8Array(view.images.ids.length);
    view.images.ids.forEach((id, i) => {
      if (coloring?.keys !== null && this.hidden.has(coloring?.keys[i] ?? 0)) states[i] = pointState.hidden;
      else if (this.selection.has(id)) states[i] = pointState.selected;
    });
    for (const space of spaces) this.plots[space].setStates(states);
  }

  private selectCategory(key: number, add: boolean): void {
    const keys = this.coloring?.keys;
    if (!keys) return;
    const points = Array.from(keys.keys()).filter((i) => keys[i] === key);
    this.selection.set(this.idsOf(points), add);
  }

  private toggleCategory(key: number): void {
    const hidden = new Set(this.hidden);
    if (!hidden.delete(key)) hidden.add(key);
    this.hidden = hidden;
    if (this.coloring !== null) this.legend.update(this.coloring.legend, hidden);
    this.showStates();
  }

  private idsOf(points: readonly number[]): string[] {
    return points.flatMap((point) => this.view?.images.ids[point] ?? []);
  }

  private fail({ what, step, message }: Extract<ToEmbeddingPanel, { type: 'failed' }>): void {
    if (what === 'load') this.asked = null;
    if (what === 'judge') this.judging = null;
    if (what === 'thumbnails') this.thumbnails.fail();
    if (what === 'compute' && this.wantedNext === step) this.wantedNext = null;
    this.say(message);
  }

  private say(text: string): void {
    setText(this.noticeText, text);
    this.notice.hidden = false;
  }

  private exportItems(): MenuItem[] {
    const { view } = this;
    const disabled = view === null ? 'There is nothing to export yet.' : undefined;
    const item = (label: string, save: (view: StepView) => void): MenuItem => ({
      label,
      ...(disabled !== undefined && { disabled }),
      onChoose: () => {
        if (view !== null) save(view);
      },
    });
    const ofSelected =
      this.selection.size > 0 ? ` of the ${formatCount(this.selection.size)} selected images` : '';
    const matrix = (space: Space) =>
      item(`${space}${ofSelected} as .npy`, ({ step }) =>
        this.editor.post({ type: 'exportMatrix', step, space, ids: [...this.selection.ids] }),
      );
    return [
      item('Both plots as PNG', (shown) => this.exportPicture(shown)),
      item('Table of all images as CSV', (shown) => {
        const data = embeddingsCsv(shown, this.shownProjection(shown), this.selection);
        this.editor.post({ type: 'export', format: 'csv', step: shown.step, data });
      }),
      'separator',
      matrix('h'),
      matrix('z'),
    ];
  }

  private exportPicture(view: StepView): void {
    const ink = plotInk();
    const data = exportedPicture({
      title: `${this.title.textContent ?? ''} · ${this.subtitle.textContent ?? ''}`,
      plots: spaces.map((space) => ({
        title: `${titles[space]} · ${this.plots[space].caption}`,
        canvas: this.plots[space].picture(),
      })),
      legend: this.coloring?.legend ?? { type: 'categories', categories: [] },
      ...{ ink: ink.ring, background: ink.background, fontFamily: ink.fontFamily },
    });
    this.editor.post({ type: 'export', format: 'png', step: view.step, data });
  }

  private remember(change: Partial<PanelState>): void {
    this.state = { ...this.state, ...change };
    this.editor.setState(this.state);
  }
}

function reducesMotion(): boolean {
  return (
    document.body.classList.contains('vscode-reduce-motion') ||
    window.matchMedia('(prefers-reduced-motion: reduce)').matches
  );
}
