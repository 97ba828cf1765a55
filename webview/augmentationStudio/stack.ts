import type { Transform } from '../../extension/augmentationStudio/messages';
import type { Announcer } from '../components/announcer';
import { element } from '../components/element';
import { moved, placeOf, type Card } from './cards';
import { CardView, movedText } from './cardView';
import type { Views } from './viewSheet';

export interface StackEvents {
  /** The cards are others; `changed` is the one whose parameters are, null where more than that is. */
  onChange(cards: readonly Card[], changed: number | null): void;
}

/** The transformations of a branch as cards, applied from the top down. */
export class Stack {
  readonly node = element('ol', {
    class: 'stack',
    'aria-label': 'Transformations, applied from the top down',
  });
  private cards: readonly Card[] = [];
  private views: CardView[] = [];

  constructor(
    private readonly events: StackEvents,
    private readonly announcer: Announcer,
    private defaults: readonly Transform[] = [],
  ) {}

  setDefaults(defaults: readonly Transform[]): void {
    this.defaults = defaults;
  }

  /** Shows cards. Those of the same kind in the same place stay, so that what has the focus keeps it. */
  set(cards: readonly Card[]): void {
    const alike =
      cards.length === this.views.length &&
      cards.every(({ transform }, index) => this.views[index]?.type === transform.type);
    this.cards = cards;
    if (!alike) {
      this.views = cards.map((card) => this.viewOf(card));
      this.node.replaceChildren(...this.views.map(({ node }) => node));
    }
    this.update();
  }

  /** Shows what cards do alone, `each` views of every one of the places in T. */
  showAlone(places: readonly number[], { pixels, side }: Views, each: number): void {
    const bytes = each * side * side * 3;
    this.views.forEach((view, index) => {
      const at = places.indexOf(placeOf(this.cards, index) ?? -1);
      if (at >= 0) view.showAlone({ pixels: pixels.subarray(at * bytes, (at + 1) * bytes), side });
    });
  }

  private viewOf(card: Card): CardView {
    const view: CardView = new CardView(card, {
      onChange: (changed) => {
        const index = this.views.indexOf(view);
        const switched = this.cards[index]?.on !== changed.on;
        this.change(
          this.cards.map((old, i) => (i === index ? changed : old)),
          switched ? null : index,
        );
      },
      onMove: (by) => this.move(view, this.views.indexOf(view) + by),
      onReset: () => {
        const index = this.views.indexOf(view);
        const original = this.defaults.find(({ type }) => type === view.type);
        if (original === undefined) return;
        view.focus();
        this.change(
          this.cards.map((old, i) => (i === index ? { ...old, transform: original } : old)),
          index,
        );
      },
      onGrab: (event) => this.drag(view, event),
    });
    return view;
  }

  private move(view: CardView, to: number): void {
    const from = this.views.indexOf(view);
    if (to < 0 || to >= this.views.length || to === from) return;
    const hadFocus = view.node.contains(document.activeElement) ? document.activeElement : null;
    const cards = moved(this.cards, from, to);
    this.views.splice(from, 1);
    this.views.splice(to, 0, view);
    // The others are put around it, so that neither focus nor a drag is lost.
    for (const before of this.views.slice(0, to)) this.node.insertBefore(before.node, view.node);
    for (const after of this.views.slice(to + 1)) this.node.append(after.node);
    if (hadFocus instanceof HTMLElement) hadFocus.focus();
    this.announcer.say(movedText(view.type, to + 1, this.views.length));
    this.change(cards, null);
  }

  private drag(view: CardView, grab: PointerEvent): void {
    if (grab.button !== 0 || !(grab.currentTarget instanceof HTMLElement)) return;
    const handle = grab.currentTarget;
    handle.setPointerCapture(grab.pointerId);
    view.setDragged(true);
    const follow = (event: PointerEvent) => {
      const index = this.views.indexOf(view);
      const middle = (at: number) => {
        const box = this.views[at]?.node.getBoundingClientRect();
        return box && box.top + box.height / 2;
      };
      const [above, below] = [middle(index - 1), middle(index + 1)];
      if (above !== undefined && event.clientY < above) this.move(view, index - 1);
      else if (below !== undefined && event.clientY > below) this.move(view, index + 1);
    };
    const end = () => {
      view.setDragged(false);
      handle.removeEventListener('pointermove', follow);
    };
    handle.addEventListener('pointermove', follow);
    handle.addEventListener('lostpointercapture', end, { once: true });
  }

  private change(cards: readonly Card[], changed: number | null): void {
    this.cards = cards;
    this.update();
    this.events.onChange(cards, changed);
  }

  private update(): void {
    this.views.forEach((view, index) => {
      const card = this.cards[index];
      if (card === undefined) return;
      const original = this.defaults.find(({ type }) => type === card.transform.type);
      const isDefault = sameFields(card.transform, original);
      view.update(card, index + 1, this.cards.length, isDefault);
    });
  }
}

function sameFields(a: Transform, b: Transform | undefined): boolean {
  return (
    b !== undefined &&
    Object.entries(a).every(([key, value]) => JSON.stringify(value) === JSON.stringify(Reflect.get(b, key)))
  );
}
