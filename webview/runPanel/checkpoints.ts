import { formatCount } from '../../extension/format/formatNumbers';
import type { RunView } from '../../extension/runPanel/messages';
import { element, setText } from '../components/element';
import { icon } from '../components/icon';
import { Part } from '../components/part';

/** The checkpoints on disk, the latest first; each opens, and can be revealed where it lies. */
export class Checkpoints {
  readonly part: Part;
  private readonly empty = element('p', { class: 'quiet' }, 'No checkpoints yet.');
  private readonly list = element('ul', { class: 'checkpoints' });
  private shown = '';

  constructor(
    private readonly onOpen: (step: number) => void,
    private readonly onReveal: (step: number) => void,
  ) {
    this.part = new Part('checkpoints', 'Checkpoints', this.empty, this.list);
  }

  update({ checkpoints, bestStep, plan, state }: RunView): void {
    this.empty.hidden = checkpoints.length > 0;
    setText(
      this.empty,
      state === 'running' || state === 'paused' || state === 'preparing' || state === 'queued'
        ? 'No checkpoints yet.'
        : 'There are no checkpoints.',
    );
    const stepsPerEpoch = plan?.stepsPerEpoch ?? null;
    const text = JSON.stringify([checkpoints, bestStep, stepsPerEpoch]);
    if (text === this.shown) return;
    this.shown = text;
    this.list.replaceChildren(
      ...checkpoints.toReversed().map((step) => this.item(step, { best: step === bestStep, stepsPerEpoch })),
    );
  }

  private item(
    step: number,
    { best, stepsPerEpoch }: { readonly best: boolean; readonly stepsPerEpoch: number | null },
  ): HTMLElement {
    const name = `step ${formatCount(step)}`;
    const open = element(
      'button',
      { type: 'button', class: 'checkpoint', title: 'Open this checkpoint' },
      element('span', { class: 'checkpoint-step' }, name),
    );
    if (stepsPerEpoch !== null) {
      open.append(element('span', { class: 'quiet' }, `epoch ${Number((step / stepsPerEpoch).toFixed(1))}`));
    }
    if (best) open.append(element('span', { class: 'best' }, icon('star-full'), 'best'));
    open.addEventListener('click', () => this.onOpen(step));
    const reveal = element(
      'button',
      {
        type: 'button',
        class: 'reveal',
        title: 'Reveal this file',
        'aria-label': `Reveal the file of ${name}`,
      },
      icon('folder-opened'),
    );
    reveal.addEventListener('click', () => this.onReveal(step));
    return element('li', {}, open, reveal);
  }
}
