import type {
  FromStudio,
  NamedImage,
  StudioAsk,
  StudioDraft,
  StudioImage,
  StudioView,
  ToStudio,
} from '../../extension/augmentationStudio/messages';
import { Announcer } from '../components/announcer';
import { element, setText } from '../components/element';
import { icon } from '../components/icon';
import { ProgressBar } from '../components/progressBar';
import { Button } from '../components/toolkit';
import { augmentOf, placeOf, sameAugment, stacksOf, type Card, type Stacks } from './cards';
import { Colors } from './colors';
import { Controls } from './controls';
import { DrawQueue } from './drawQueue';
import { ImageChoice } from './imageChoice';
import { Stack } from './stack';
import { StudioHead } from './studioHead';
import { studioState, type StudioState } from './studioState';
import { unpackViews } from './unpackViews';
import { viewParts } from './viewParts';
import { ViewSheet, type Views } from './viewSheet';
import { imageName } from './words';

/** The editor, as the page sees it. */
export interface Editor {
  post(message: FromStudio): void;
  getState(): unknown;
  setState(state: StudioState): void;
}

/** Views in the grid; fewer where they are so large that they would take long to send. */
const manyViews = 32;
const fewViews = 16;
const largeSide = 128;
const pairs = 8;
const aloneViews = 4;
/** Milliseconds without a change after which the colour shortcut is measured again. */
const measurePause = 350;

/** The page of a studio. A change is drawn with the next frame; what is measured follows when hands are still. */
export class StudioPage {
  readonly node = element('main', { class: 'studio' });
  private readonly announcer = new Announcer();
  private readonly opening: HTMLElement;
  private readonly openingText = element('p');
  private readonly openingBar = new ProgressBar('Opening the images');
  private readonly problem: HTMLElement;
  private readonly problemText = element('p');
  private readonly content = element('div', { class: 'studio-content', hidden: true });
  private readonly head: StudioHead;
  private readonly image: ImageChoice;
  private readonly controls: Controls;
  private readonly stack: Stack;
  private readonly grid = new ViewSheet('Views', { group: 1 });
  private readonly gridTitle = element('h2', { id: 'grid-title' }, 'Views');
  private readonly pairs = new ViewSheet('Positive pairs', { group: 2 });
  private readonly colors: Colors;
  private readonly queue: DrawQueue;
  private readonly asked = new Map<number, StudioAsk>();
  private studio: StudioView | null = null;
  private state: StudioState | null = null;
  private branch: 0 | 1 = 0;
  private lot = 0;
  private choices: readonly StudioImage[] = [];
  private measuring: ReturnType<typeof setTimeout> | undefined;
  private measured = 0;
  private unsaved = false;

  constructor(private readonly editor: Editor) {
    this.queue = new DrawQueue((id, cards, exact) => this.send(id, cards, exact));
    const withDraft = (type: 'save' | 'saveAs' | 'start') => () => {
      const draft = this.draft();
      if (draft !== null) editor.post({ type, draft });
    };
    this.head = new StudioHead({
      onSave: withDraft('save'),
      onSaveAs: withDraft('saveAs'),
      onStart: withDraft('start'),
    });
    this.image = new ImageChoice({
      onChoose: (image) => this.change({ image }),
      onMore: () => editor.post({ type: 'choices', lot: ++this.lot }),
      onBrowse: () => editor.post({ type: 'browse' }),
    });
    this.controls = new Controls({
      onPreset: (augment) => this.setStacks(stacksOf(augment, this.studio?.defaults ?? [])),
      onSeed: (seed) => this.change({ seed }),
      onNext: () => this.change({ epoch: (this.state?.epoch ?? 0) + this.viewCount }),
      onBranch: (branch) => {
        this.branch = branch;
        this.change({});
      },
      onOwnBranch: (own) => this.setOwnBranch(own),
    });
    this.stack = new Stack({ onChange: (cards, changed) => this.setCards(cards, changed) }, this.announcer);
    this.colors = new Colors(() => this.compareWithNext());
    const retry = new Button({
      ...{ label: 'Try again', kind: 'primary', icon: 'refresh' },
      onPress: () => editor.post({ type: 'retry' }),
    });
    this.problem = element(
      'div',
      { class: 'notice error', role: 'alert', hidden: true },
      icon('error'),
      this.problemText,
      element('span', { class: 'notice-actions' }, retry.node),
    );
    this.opening = element(
      'div',
      { class: 'opening', role: 'status' },
      this.openingText,
      this.openingBar.node,
    );
    this.content.append(
      this.head.node,
      element(
        'div',
        { class: 'studio-columns' },
        element('div', { class: 'studio-left' }, this.image.node, this.stackBox()),
        element('div', { class: 'studio-right' }, this.gridBox(), this.pairsBox(), this.colors.node),
      ),
    );
    this.node.append(this.opening, this.problem, this.content, this.announcer.node);
    this.showOpening('Opening the studio…', null);
  }

  /** Takes a message of the extension. */
  receive(message: ToStudio): void {
    switch (message.type) {
      case 'opening':
        this.showOpening(message.text, message.share);
        return;
      case 'failed':
        this.opening.hidden = true;
        this.showProblem(message.message);
        return;
      case 'opened':
        this.open(message.studio);
        this.choices = message.choices.images;
        this.image.setChoices(message.choices);
        return;
      case 'choices':
        this.choices = message.choices.images;
        this.image.setChoices(message.choices);
        return;
      case 'image':
        this.change({ image: message.image });
        return;
      case 'drawn':
        void this.showDrawn(message);
        return;
      case 'notDrawn':
        if (!this.queue.isAwaited(message.id)) return;
        this.queue.answered(true);
        this.showProblem(message.message);
        return;
      case 'shortcut':
        if (message.id === this.measured) this.colors.showShortcut(message.shortcut, this.distorts());
        return;
      case 'notMeasured':
        if (message.id === this.measured) this.colors.showProblem(message.message);
        return;
      case 'base':
        this.rebase(message);
        return;
    }
  }

  private open(studio: StudioView): void {
    const { origin, base, defaults, image, other } = studio;
    this.studio = studio;
    this.lot = 0;
    const before = this.state ?? studioState(this.editor.getState(), origin);
    this.state = before ?? {
      ...{ origin, stacks: stacksOf(base.augment, defaults), seed: base.seed, epoch: 0 },
      ...{ image, other },
    };
    this.opening.hidden = true;
    this.problem.hidden = true;
    this.content.hidden = false;
    this.head.showImages(studio);
    this.controls.setPresets(studio.presets);
    this.stack.setDefaults(defaults);
    this.queue.reset();
    this.asked.clear();
    this.change({});
  }

  /** It was saved, or changed where it came from; a draft that was not touched follows. */
  private rebase({ base, origin, title, file }: Extract<ToStudio, { type: 'base' }>): void {
    if (this.studio === null || this.state === null) return;
    const untouched = !this.isUnsaved();
    this.studio = { ...this.studio, base, origin, title, file };
    this.state = { ...this.state, origin };
    if (untouched && this.isUnsaved()) {
      this.change({ stacks: stacksOf(base.augment, this.studio.defaults), seed: base.seed });
    } else this.change({}, null, false);
  }

  private setStacks(stacks: Stacks): void {
    if (stacks.second === null) this.branch = 0;
    this.change({ stacks });
  }

  private setOwnBranch(own: boolean): void {
    const { state } = this;
    if (state === null) return;
    const { first } = state.stacks;
    this.branch = own ? 1 : 0;
    this.change({ stacks: { first, second: own ? first : null } });
  }

  private setCards(cards: readonly Card[], changed: number | null): void {
    const { state } = this;
    if (state === null) return;
    const { stacks } = state;
    const changedStacks = this.branch === 1 ? { ...stacks, second: cards } : { ...stacks, first: cards };
    this.change({ stacks: changedStacks }, changed);
  }

  private compareWithNext(): void {
    const { state, choices } = this;
    if (state === null || choices.length === 0) return;
    const key = JSON.stringify(idOf(state.other));
    const at = choices.findIndex((choice) => JSON.stringify(idOf(choice)) === key);
    const next = choices[(at + 1) % choices.length];
    if (next !== undefined) this.change({ other: idOf(next) });
  }

  /** Changes what is shown; `card` is the only one whose parameters differ, if so. */
  private change(change: Partial<StudioState>, card: number | null = null, draw = true): void {
    const { state, studio } = this;
    if (state === null || studio === null) return;
    this.state = { ...state, ...change };
    this.editor.setState(this.state);
    const draft = this.draft();
    if (draft === null) return;
    this.stack.set(this.cards());
    this.image.choose(this.state.image);
    this.controls.update(draft.augment, draft.seed, this.epochText(), this.branch);
    const unsaved = this.isUnsaved();
    this.head.update(studio, unsaved);
    if (unsaved !== this.unsaved) this.editor.post({ type: 'unsaved', unsaved });
    this.unsaved = unsaved;
    if (!draw) return;
    this.queue.request(card);
    if (change.image === undefined && change.other === undefined && change.epoch === undefined)
      this.measureSoon();
  }

  private send(id: number, changed: ReadonlySet<number> | null, exact: boolean): void {
    const { state } = this;
    const draft = this.draft();
    if (state === null || draft === null) return;
    const cards = this.cards();
    const alone = cards.flatMap((_, index) => {
      const place = placeOf(cards, index);
      return place === null || (changed !== null && !changed.has(index)) ? [] : [place];
    });
    const { epoch, image, other } = state;
    const ask: StudioAsk = {
      ...draft,
      ...{ epoch, image, other, branch: this.branch, views: this.viewCount, alone, aloneViews },
      // While a slider moves its effect is seen on many views; the pairs follow when it rests.
      pairs: changed === null ? pairs : 0,
      ...{ histograms: true, packed: !exact },
    };
    this.asked.set(id, ask);
    this.editor.post({ type: 'draw', id, ask });
  }

  private async showDrawn(message: Extract<ToStudio, { type: 'drawn' }>): Promise<void> {
    const { id, drawing, format } = message;
    const ask = this.asked.get(id);
    this.asked.delete(id);
    if (ask === undefined || !this.queue.isAwaited(id)) return;
    const pixels = await unpackViews(message.pixels, format);
    if (!this.queue.isAwaited(id)) return;
    this.queue.answered(!ask.packed);
    this.problem.hidden = true;
    const parts = viewParts(ask, drawing.imageSize, pixels);
    this.image.show(parts.image);
    this.grid.show(parts.views);
    if (ask.pairs > 0) this.showPairs(parts.pairs, drawing.pairs);
    this.stack.showAlone(ask.alone, parts.alone, ask.aloneViews);
    if (drawing.colors !== null) this.colors.show(drawing.colors, parts.crops);
    this.grid.setLabel(`${ask.views} views of ${imageName(ask.image)}, ${this.epochText()}`);
    if (ask.packed) this.grid.node.dataset['drawn'] = String(id);
    this.grid.node.dataset['exact'] = String(!ask.packed);
  }

  private showPairs(views: Views, images: readonly NamedImage[]): void {
    this.pairs.show(views);
    this.pairs.setLabel(`Two views each of ${images.map(({ id, label }) => label ?? id).join(', ')}`);
  }

  private measureSoon(): void {
    clearTimeout(this.measuring);
    this.colors.setStale();
    this.measuring = setTimeout(() => {
      const draft = this.draft();
      if (draft !== null) this.editor.post({ type: 'measure', id: ++this.measured, draft });
    }, measurePause);
  }

  private draft(): StudioDraft | null {
    const { state } = this;
    return state && { augment: augmentOf(state.stacks), seed: state.seed };
  }

  private isUnsaved(): boolean {
    const draft = this.draft();
    const base = this.studio?.base;
    if (draft === null || base === undefined) return false;
    return draft.seed !== base.seed || !sameAugment(draft.augment, base.augment);
  }

  private cards(): readonly Card[] {
    const { first = [], second = null } = this.state?.stacks ?? {};
    return this.branch === 1 ? (second ?? first) : first;
  }

  private distorts(): boolean {
    const { transforms = [], secondBranch = null } = this.draft()?.augment ?? {};
    return [...transforms, ...(secondBranch ?? [])].some(
      ({ type, p }) => (type === 'color' || type === 'grayscale') && p > 0,
    );
  }

  private get viewCount(): number {
    return (this.studio?.imageSize ?? 0) > largeSide ? fewViews : manyViews;
  }

  private epochText(): string {
    const epoch = this.state?.epoch ?? 0;
    return `epochs ${epoch} to ${epoch + this.viewCount - 1}`;
  }

  private showOpening(text: string, share: number | null): void {
    this.opening.hidden = false;
    this.problem.hidden = true;
    setText(this.openingText, text);
    this.openingBar.set(share);
  }

  private showProblem(message: string): void {
    this.problem.hidden = false;
    setText(this.problemText, message);
  }

  private stackBox(): HTMLElement {
    return element(
      'section',
      { class: 'box', 'aria-labelledby': 'stack-title' },
      element('div', { class: 'box-head' }, element('h2', { id: 'stack-title' }, 'Augmentation T')),
      this.controls.node,
      this.stack.node,
    );
  }

  private gridBox(): HTMLElement {
    return element(
      'section',
      { class: 'box views', 'aria-labelledby': 'grid-title' },
      element(
        'div',
        { class: 'box-head' },
        this.gridTitle,
        element('span', { class: 'quiet' }, 'one for each epoch of a run'),
      ),
      element('div', { class: 'sheet-room' }, this.grid.node),
    );
  }

  private pairsBox(): HTMLElement {
    return element(
      'section',
      { class: 'box', 'aria-labelledby': 'pairs-title' },
      element(
        'div',
        { class: 'box-head' },
        element('h2', { id: 'pairs-title' }, 'Positive pairs'),
        element('span', { class: 'quiet' }, 'this image and others, as a run makes them'),
      ),
      element('div', { class: 'sheet-room' }, this.pairs.node),
    );
  }
}

/** An image as it is asked for. */
function idOf(image: StudioImage): StudioImage {
  return 'id' in image ? { id: image.id } : { path: image.path };
}
