import type { EmbeddingRunView, EmbeddingStep } from '../../extension/embeddingPanel/messages';
import { element, setText } from '../components/element';
import { Button } from '../components/toolkit';
import { stepText } from './timeline';

/** What a run without embeddings shows: what to do about it. */
export class EmptyState {
  readonly node: HTMLElement;
  private readonly title = element('h2', {}, 'No embeddings yet');
  private readonly text = element('p');
  private readonly compute: Button;
  private checkpoint: EmbeddingStep | null = null;

  constructor(onCompute: (step: number) => void) {
    this.compute = new Button({
      label: 'Compute embeddings',
      kind: 'primary',
      onPress: () => {
        if (this.checkpoint !== null) onCompute(this.checkpoint.step);
      },
    });
    this.node = element(
      'section',
      { class: 'empty', hidden: true },
      this.title,
      this.text,
      this.compute.node,
    );
  }

  update({ steps, mayCompute }: EmbeddingRunView, isBusy: boolean): void {
    this.checkpoint = steps.filter(({ checkpoint }) => checkpoint).at(-1) ?? null;
    this.compute.node.hidden = this.checkpoint === null || !mayCompute;
    this.compute.setEnabled(!isBusy);
    setText(this.text, emptyText(this.checkpoint, mayCompute));
  }
}

function emptyText(checkpoint: EmbeddingStep | null, mayCompute: boolean): string {
  if (checkpoint === null) {
    return 'This run has neither embeddings nor a checkpoint to compute them from. Both are written while it trains: the first embeddings before its first step.';
  }
  const from = `The latest checkpoint (${stepText(checkpoint)})`;
  return mayCompute
    ? `${from} can be applied to the evaluation images now; that takes a moment.`
    : `${from} could be applied to the evaluation images: trust this workspace first, for that starts the engine.`;
}
