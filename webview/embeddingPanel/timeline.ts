import type { EmbeddingStep } from '../../extension/embeddingPanel/messages';
import { formatCount } from '../../extension/format/formatNumbers';
import { element, setText } from '../components/element';
import { Button } from '../components/toolkit';

/** Milliseconds that a step is shown for while the steps are played. */
const playEvery = 700;

/** A slider over the steps whose embeddings are there; it can play them. */
export class Timeline {
  readonly node: HTMLElement;
  private readonly slider = element('input', {
    type: 'range',
    min: 0,
    max: 0,
    step: 1,
    'aria-label': 'Checkpoint',
  });
  private readonly text = element('output', { class: 'timeline-text' });
  private readonly play: Button;
  private steps: readonly EmbeddingStep[] = [];
  private current: number | null = null;
  private playing: ReturnType<typeof setInterval> | null = null;

  /** @param isReady whether the step that was last turned to is shown, so that the next one may come. */
  constructor(
    private readonly turnTo: (step: number) => void,
    private readonly isReady: () => boolean,
  ) {
    this.play = new Button({ label: 'Play', icon: 'play', onPress: () => this.togglePlay() });
    this.slider.addEventListener('input', () => {
      this.stop();
      const chosen = this.steps[Number(this.slider.value)];
      if (chosen !== undefined) turnTo(chosen.step);
    });
    this.node = element('div', { class: 'timeline' }, this.play.node, this.slider, this.text);
  }

  /** @param steps with embeddings, ascending */
  update(steps: readonly EmbeddingStep[], current: number | null): void {
    this.steps = steps;
    this.current = current;
    const index = steps.findIndex(({ step }) => step === current);
    this.slider.max = String(Math.max(0, steps.length - 1));
    this.slider.disabled = steps.length < 2;
    this.play.setEnabled(steps.length > 1);
    if (index >= 0) this.slider.value = String(index);
    const shown = steps[index];
    const text = shown === undefined ? '' : stepText(shown);
    setText(this.text, steps.length > 1 ? `${text} (${index + 1} of ${steps.length})` : text);
    this.slider.setAttribute('aria-valuetext', text);
  }

  private togglePlay(): void {
    if (this.playing !== null) {
      this.stop();
      return;
    }
    this.play.setFace('Pause', 'debug-pause');
    if (this.current === this.steps.at(-1)?.step) this.go(0);
    this.playing = setInterval(() => {
      if (!this.isReady()) return;
      const index = this.steps.findIndex(({ step }) => step === this.current);
      if (index >= this.steps.length - 1) this.stop();
      else this.go(index + 1);
    }, playEvery);
  }

  private go(index: number): void {
    const next = this.steps[index];
    if (next !== undefined) this.turnTo(next.step);
  }

  private stop(): void {
    if (this.playing !== null) clearInterval(this.playing);
    this.playing = null;
    this.play.setFace('Play', 'play');
  }
}

/** A step in words: "step 1,234 · epoch 12". */
export function stepText({ step, epoch }: EmbeddingStep): string {
  if (step === 0) return 'before the first step';
  return epoch === null
    ? `step ${formatCount(step)}`
    : `step ${formatCount(step)} · epoch ${Number(epoch.toFixed(1))}`;
}
