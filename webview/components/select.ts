import { element, setText } from './element';

/** A line of a select; lines of one group stand together. */
export interface SelectChoice {
  readonly value: string;
  readonly label: string;
  readonly group?: string;
}

/**
 * A box that drops down a long list of choices, which may change. It is the browser's own, which finds a line as its
 * beginning is typed and groups them; the library's list does neither.
 */
export class Select {
  readonly node: HTMLSelectElement;
  private shown = '[]';

  constructor(label: string, onChange: (value: string) => void) {
    this.node = element('select', { class: 'select', 'aria-label': label });
    this.node.addEventListener('change', () => onChange(this.node.value));
  }

  /** Offers these choices; `value` is chosen, or none where it is null or not among them. */
  update(choices: readonly SelectChoice[], value: string | null): void {
    const shown = JSON.stringify(choices);
    if (shown !== this.shown) {
      this.shown = shown;
      this.fill(choices);
    }
    const at = choices.findIndex((choice) => choice.value === value);
    if (at < 0) this.node.selectedIndex = -1;
    else if (this.node.value !== value) this.node.value = value ?? '';
  }

  private fill(choices: readonly SelectChoice[]): void {
    const groups = new Map<string, HTMLElement>();
    this.node.replaceChildren();
    for (const { value, label, group } of choices) {
      const option = element('option', { value });
      setText(option, label);
      if (group === undefined) {
        this.node.append(option);
        continue;
      }
      const box = groups.get(group) ?? element('optgroup', { label: group });
      if (!groups.has(group)) this.node.append(box);
      groups.set(group, box);
      box.append(option);
    }
  }
}
