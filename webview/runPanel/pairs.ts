import type { RunView, ToRunPanel } from '../../extension/runPanel/messages';
import { element, setText } from '../components/element';
import { Button } from '../components/toolkit';
import { cutSheet } from './cutSheet';
import { isLive } from './headText';
import { viewSize } from './viewSize';

type PairsMessage = Extract<ToRunPanel, { type: 'pairs' }>;
type Sample = NonNullable<PairsMessage['sample']>;

/** Pairs in a sample. */
const pairCount = 8;

/** Pairs of a sheet that are shown; it has more. */
const mostCards = 12;
/** Pixels; about what a pair of small views takes. */
const widestCard = 136;

/** Positive pairs as the network gets them: two views of each image. */
export class Pairs {
  readonly node: HTMLElement;
  private readonly more: Button;
  private readonly list = element('ul', { class: 'pairs' });
  private readonly empty = element('p', { class: 'quiet' });
  private message: Pick<PairsMessage, 'sample' | 'sheet'> = { sample: null, sheet: null };
  private view: RunView | null = null;
  private waiting = false;

  constructor(onNewPairs: (count: number) => void) {
    this.more = new Button({
      label: 'New sample',
      icon: 'refresh',
      kind: 'icon',
      onPress: () => {
        this.waiting = true;
        this.showState();
        onNewPairs(pairCount);
      },
    });
    this.node = element(
      'section',
      { class: 'box', 'aria-labelledby': 'pairs-title' },
      element(
        'div',
        { class: 'box-head' },
        element('h2', { id: 'pairs-title' }, 'Positive pairs'),
        this.more.node,
      ),
      this.empty,
      this.list,
    );
    this.list.setAttribute('aria-labelledby', 'pairs-title');
    this.showState();
  }

  setPairs(message: PairsMessage): void {
    const before = this.message;
    this.message = message;
    this.waiting = false;
    if (message.sample !== null) this.showSample(message.sample);
    else if (message.sheet !== null && message.sheet !== before.sheet) void this.showSheet(message.sheet);
    this.showState();
  }

  update(view: RunView): void {
    this.view = view;
    this.showState();
  }

  private showState(): void {
    const { sample, sheet } = this.message;
    const nothing = sample === null && sheet === null;
    this.list.hidden = nothing;
    this.empty.hidden = !nothing;
    setText(this.empty, this.view === null ? '' : emptyText(this.view));
    // Who can write a checkpoint now can draw pairs.
    this.more.setEnabled(this.view?.actions.includes('checkpoint') === true && !this.waiting);
  }

  private showSample({ imageSize, pairs }: Sample): void {
    const { side, pixelated } = viewSize(imageSize);
    this.list.style.setProperty('--pair', `${2 * side + 2}px`);
    this.list.style.setProperty('--view', `${side}px`);
    this.list.classList.toggle('pixelated', pixelated);
    this.list.replaceChildren(
      ...pairs.map(({ id, label, first, second }) => {
        const name = label === null ? id : `${label}, ${id}`;
        return element(
          'li',
          { class: 'pair', title: name },
          element('img', { src: png(first), alt: `First view of ${name}` }),
          element('img', { src: png(second), alt: `Second view of ${name}` }),
        );
      }),
    );
  }

  /** The pairs that the run left on disk, where there is no engine to draw others. */
  private async showSheet(sheet: string): Promise<void> {
    const cards = await cutSheet(png(sheet), mostCards);
    const [first] = cards;
    if (this.message.sample !== null || first === undefined) return;
    this.list.style.setProperty('--pair', `${Math.min(first.width, widestCard)}px`);
    this.list.replaceChildren(
      ...cards.map((card, index) => {
        card.setAttribute('role', 'img');
        card.setAttribute('aria-label', `Positive pair ${index + 1} of the first batch`);
        return element('li', { class: 'pair' }, card);
      }),
    );
  }
}

function png(base64: string): string {
  return `data:image/png;base64,${base64}`;
}

function emptyText(view: RunView): string {
  return isLive(view) || view.state === 'queued'
    ? 'Two views of each image appear here with the first batch.'
    : 'The run ended before its first batch, so there are no pairs.';
}
