import type { RunView } from '../../extension/runPanel/messages';
import { DataTable } from '../components/dataTable';
import { element, setText } from '../components/element';
import { Part } from '../components/part';

/** What the run was told to do: first what differs from a preset, then all of it. */
export class Configuration {
  readonly part: Part;
  /** The whole configuration, folded until it is wanted. */
  readonly whole: HTMLDetailsElement;
  private readonly same = element('p', { class: 'quiet' });
  private readonly table = new DataTable();
  private readonly text = element('pre', {
    class: 'code',
    tabindex: 0,
    role: 'group',
    'aria-label': 'The whole configuration as JSON',
  });

  constructor() {
    this.whole = element(
      'details',
      { class: 'whole' },
      element('summary', {}, 'The whole configuration'),
      this.text,
    );
    this.part = new Part('configuration', 'Configuration', this.same, this.table.node, this.whole);
  }

  update({ preset, differences, configText }: RunView): void {
    const equal = differences.length === 0;
    this.same.hidden = !equal;
    this.table.node.hidden = equal;
    setText(this.same, `As the preset "${preset}" has it.`);
    if (!equal) {
      this.table.update({
        caption: `Differs from the preset "${preset}" in`,
        columns: ['field', 'preset', 'this run'],
        rows: differences.map(({ path, a, b }) => [path, configValue(a), configValue(b)]),
      });
    }
    setText(this.text, configText);
  }
}

/** A value of a configuration in a line. */
export function configValue(value: unknown): string {
  if (value === undefined) return '–';
  if (typeof value === 'string') return value === '' ? '""' : value;
  return JSON.stringify(value);
}
