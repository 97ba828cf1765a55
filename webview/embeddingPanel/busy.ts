import { element, setText } from '../components/element';
import { ProgressBar } from '../components/progressBar';
import { Button } from '../components/toolkit';

/** What goes on, how far it is, and a button that ends it. */
export class Busy {
  readonly node: HTMLElement;
  private readonly text = element('span', { class: 'busy-text' });
  private readonly bar = new ProgressBar('Progress');
  private readonly cancel: Button;

  constructor(onCancel: () => void) {
    this.cancel = new Button({ label: 'Cancel', onPress: onCancel });
    this.node = element(
      'div',
      { class: 'busy', role: 'status', hidden: true },
      this.text,
      this.bar.node,
      this.cancel.node,
    );
  }

  /** @param share 0 to 1; null where it is not known how much there is to do */
  show(text: string, share: number | null): void {
    this.node.hidden = false;
    setText(this.text, text);
    this.bar.set(share);
  }

  hide(): void {
    this.node.hidden = true;
  }
}
