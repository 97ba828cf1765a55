import type { RunView, ToRunPanel } from '../../extension/runPanel/messages';
import { element, setText } from '../components/element';
import { Button } from '../components/toolkit';
import { isLive } from './headText';
import { viewSize } from './viewSize';

type PairsMessage = Extract<ToRunPanel, { type: 'pairs' }>;
type Sample = NonNullable<PairsMessage['sample']>;

/** Pairs in a sample. */
const pairCount = 8;

/** Positive pairs as the network gets them: two views of each image. */
export class Pairs {
  readonly node: HTMLElement;
  private readonly more: Button;
  private readonly list = element('ul', { class: 'pairs' });
  private readonly sheet = element('img', {
    alt: 'Positive pairs of the first batch, two views side by side',
  });
  private readonly sheetBox = element(
    'div',
    { class: 'pair-sheet', tabindex: 0, role: 'group', 'aria-label': 'Sheet of pairs', hidden: true },
    this.sheet,
  );
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
      this.sheetBox,
    );
    this.list.setAttribute('aria-labelledby', 'pairs-title');
    this.showState();
  }

  setPairs(message: PairsMessage): void {
    this.waiting = false;
    if (message.sample !== null && message.sample !== this.message.sample) this.showSample(message.sample);
    if (message.sample === null && message.sheet !== null && message.sheet !== this.message.sheet) {
      this.sheet.src = png(message.sheet);
    }
    this.message = message;
    this.showState();
  }

  update(view: RunView): void {
    this.view = view;
    this.showState();
  }

  private showState(): void {
    const { sample, sheet } = this.message;
    this.list.hidden = sample === null;
    this.sheetBox.hidden = sample !== null || sheet === null;
    const nothing = sample === null && sheet === null;
    this.empty.hidden = !nothing;
    setText(this.empty, this.view === null ? '' : emptyText(this.view));
    const able = this.view !== null && (this.view.state === 'running' || this.view.state === 'paused');
    this.more.setEnabled(able && !this.waiting);
  }

  private showSample({ imageSize, pairs }: Sample): void {
    const { side, pixelated } = viewSize(imageSize);
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
}

function png(base64: string): string {
  return `data:image/png;base64,${base64}`;
}

function emptyText(view: RunView): string {
  return isLive(view) || view.state === 'queued'
    ? 'Two views of each image appear here with the first batch.'
    : 'The run ended before its first batch, so there are no pairs.';
}
