import { element, setText } from './element';

/** Says something to a screen reader once it has finished its sentence. */
export class Announcer {
  readonly node = element('div', { class: 'visually-hidden', role: 'status', 'aria-live': 'polite' });

  say(text: string): void {
    setText(this.node, text);
  }
}
