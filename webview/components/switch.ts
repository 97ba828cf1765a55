import { element } from './element';

/** A box that is ticked or not, with its label. */
export class Switch {
  readonly node: HTMLElement;
  private readonly box = element('input', { type: 'checkbox' });

  constructor(label: string, onChange: () => void) {
    this.box.addEventListener('change', onChange);
    this.node = element('label', { class: 'switch' }, this.box, label);
  }

  /** Shows it as it is now. */
  update(on: boolean, enabled: boolean): void {
    this.box.checked = on;
    this.box.disabled = !enabled;
  }
}
