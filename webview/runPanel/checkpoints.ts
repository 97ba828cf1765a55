import { formatCount } from '../../extension/format/formatNumbers';
import type { RunView } from '../../extension/runPanel/messages';
import { element, setText } from '../components/element';
import { icon } from '../components/icon';
import { Part } from '../components/part';

/** The checkpoints on disk, the latest first; each opens. */
export class Checkpoints {
  readonly part: Part;
  private readonly empty = element('p', { class: 'quiet' }, 'No checkpoints yet.');
  private readonly list = element('ul', { class: 'checkpoints' });
  private shown = '';

  constructor(private readonly onOpen: (step: number) => void) {
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
      ...checkpoints.toReversed().map((step) => {
        const button = element(
          'button',
          { type: 'button', class: 'checkpoint', title: 'Reveal this checkpoint' },
          element('span', { class: 'checkpoint-step' }, `step ${formatCount(step)}`),
        );
        if (stepsPerEpoch !== null) {
          button.append(
            element('span', { class: 'quiet' }, `epoch ${Number((step / stepsPerEpoch).toFixed(1))}`),
          );
        }
        if (step === bestStep) button.append(element('span', { class: 'best' }, icon('star-full'), 'best'));
        button.addEventListener('click', () => this.onOpen(step));
        return element('li', {}, button);
      }),
    );
  }
}
