import type { ColorShortcut, StudioDrawing } from '../../extension/augmentationStudio/messages';
import { element, setText } from '../components/element';
import { setProse } from '../components/prose';
import { Button } from '../components/toolkit';
import { Histograms } from './histograms';
import type { Views } from './viewSheet';
import { shortcutText } from './words';

/** Why colours are distorted: histograms of crops without and with it, and what they give away. */
export class Colors {
  readonly node: HTMLElement;
  private readonly without = new Histograms('Without colour distortion');
  private readonly with = new Histograms('With colour distortion');
  private readonly sentence = element('p', { class: 'shortcut', role: 'status' });

  constructor(onOther: () => void) {
    const other = new Button({
      label: 'Compare with another image',
      icon: 'refresh',
      kind: 'icon',
      onPress: onOther,
    });
    this.node = element(
      'section',
      { class: 'box colors', 'aria-labelledby': 'colors-title' },
      element(
        'div',
        { class: 'box-head' },
        element('h2', { id: 'colors-title' }, 'Colours of crops'),
        other.node,
      ),
      element('div', { class: 'histogram-pair' }, this.without.node, this.with.node),
      this.sentence,
    );
    setText(this.sentence, 'Measuring how far colours alone tell images apart…');
  }

  /** @param views six crops: three without, three with colour distortion. */
  show(colors: NonNullable<StudioDrawing['colors']>, { pixels, side }: Views): void {
    const half = 3 * side * side * 3;
    this.without.show(colors.without, { pixels: pixels.subarray(0, half), side });
    this.with.show(colors.with, { pixels: pixels.subarray(half), side });
  }

  /** @param distorts whether T changes colours. */
  showShortcut(shortcut: ColorShortcut, distorts: boolean): void {
    this.sentence.classList.remove('stale');
    setProse(this.sentence, shortcutText(shortcut, distorts));
  }

  /** What is said is being measured again. */
  setStale(): void {
    this.sentence.classList.add('stale');
  }

  /** Why nothing could be measured. */
  showProblem(message: string): void {
    this.sentence.classList.remove('stale');
    setText(this.sentence, message);
  }
}
