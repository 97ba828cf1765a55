import type { RunView } from '../../extension/runPanel/messages';
import { element, setText } from '../components/element';
import { Part } from '../components/part';

/** The last lines of the engine's log. */
export class Log {
  readonly part: Part;
  private readonly text = element('pre', {
    class: 'code log',
    tabindex: 0,
    role: 'group',
    'aria-label': 'Last lines of the log',
  });

  constructor() {
    this.part = new Part('log', 'Log', this.text);
  }

  update({ logTail }: RunView): void {
    const text = logTail.length === 0 ? 'Nothing was said yet.' : logTail.join('\n');
    if (this.text.textContent === text) return;
    // It follows the end for as long as nobody has scrolled away from it.
    const { scrollHeight, scrollTop, clientHeight } = this.text;
    const atEnd = scrollHeight - scrollTop - clientHeight < 24;
    setText(this.text, text);
    if (atEnd) this.text.scrollTop = this.text.scrollHeight;
  }
}
