import type { CheckpointView, ToCheckpointPage, TensorLine } from '../../extension/checkpointEditor/messages';
import { formatCount } from '../../extension/format/formatNumbers';
import { element, setText } from '../components/element';
import { ProgressBar } from '../components/progressBar';
import { Select } from '../components/select';
import { Button } from '../components/toolkit';
import { formatValue } from '../format/formatValue';

type Compared = Extract<ToCheckpointPage, { type: 'compared' }>;
type Difference = Compared['found'][number];

/** Rows of the table; those that moved most. */
const mostRows = 100;

/** Which layers moved between this checkpoint and another. */
export class Comparison {
  readonly node: HTMLElement;
  private readonly select: Select;
  private readonly summary = element('p', { class: 'quiet', role: 'status' });
  private readonly progress = new ProgressBar('Comparing');
  private readonly body = element('tbody');
  private readonly table: HTMLElement;
  private tensors: readonly TensorLine[] = [];
  private found: Difference[] = [];

  /** @param onCompare asks for a comparison with the run's checkpoint of a step, or with a file (null). */
  constructor(onCompare: (step: number | null) => void) {
    this.select = new Select('Checkpoint of the run to compare with', (value) => {
      if (value !== '') onCompare(Number(value));
    });
    const file = new Button({ label: 'With a file…', icon: 'diff', onPress: () => onCompare(null) });
    this.progress.node.hidden = true;
    this.table = element(
      'table',
      { class: 'data-table moves', hidden: true },
      element('caption', {}, 'Change ‖a − b‖ / ‖a‖ of each tensor, a being this file; the largest first'),
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          ...['tensor', 'change', '', 'cosine'].map((name) =>
            name === '' ? element('td', {}) : element('th', { scope: 'col' }, name),
          ),
        ),
      ),
      this.body,
    );
    this.node = element(
      'section',
      { class: 'box comparison', 'aria-labelledby': 'comparison-title' },
      element('h2', { id: 'comparison-title' }, 'What moved'),
      element('div', { class: 'comparison-choice' }, this.select.node, file.node),
      this.summary,
      this.progress.node,
      element(
        'div',
        { class: 'comparison-scroll', tabindex: 0, role: 'group', 'aria-label': 'Tensors that moved' },
        this.table,
      ),
    );
    this.clear();
  }

  update({ run, tensors }: CheckpointView): void {
    this.tensors = tensors;
    const others = run?.others ?? [];
    this.select.node.hidden = others.length === 0;
    this.select.update(
      [
        { value: '', label: 'With a checkpoint of the run' },
        ...others.map(({ step }) => ({ value: String(step), label: `With step ${formatCount(step)}` })),
      ],
      this.select.node.value,
    );
  }

  /** Nothing is compared. */
  clear(): void {
    this.found = [];
    this.table.hidden = true;
    this.progress.node.hidden = true;
    setText(this.summary, 'Compare with another checkpoint to see which layers moved.');
  }

  begin({ name, failure }: Extract<ToCheckpointPage, { type: 'comparing' }>): void {
    this.clear();
    setText(this.summary, failure ?? `Comparing with ${name}…`);
    this.progress.node.hidden = failure !== null;
    this.progress.set(null);
  }

  receive({ name, names, found, done, total, share }: Compared): void {
    // A page that comes back is told of the whole comparison again.
    const known = new Set(this.found.map(({ index }) => index));
    this.found.push(...found.filter(({ index }) => !known.has(index)));
    this.progress.node.hidden = done === total;
    this.progress.set(share);
    const moved = this.found.filter(({ difference }) => difference.change !== 0).length;
    const parts = [
      `${name}: ${formatCount(moved)} of ${formatCount(total)} tensors differ`,
      ...(names.onlyHere > 0 ? [`${formatCount(names.onlyHere)} are only here`] : []),
      ...(names.onlyThere > 0 ? [`${formatCount(names.onlyThere)} only there`] : []),
      ...(names.reshaped > 0 ? [`${formatCount(names.reshaped)} have another shape`] : []),
    ];
    setText(this.summary, `${parts.join(', ')}.`);
    this.draw();
  }

  private draw(): void {
    const size = ({ difference }: Difference) => difference.change ?? Infinity;
    const sorted = [...this.found].sort((a, b) => size(b) - size(a)).slice(0, mostRows);
    const largest = Math.max(...sorted.map(size).filter(Number.isFinite), 0);
    this.table.hidden = sorted.length === 0;
    this.body.replaceChildren(...sorted.map((each) => this.row(each, largest)));
  }

  private row({ index, difference }: Difference, largest: number): HTMLElement {
    const { change, cosine, skipped } = difference;
    const name = this.tensors[index]?.name ?? '';
    const bar = element('div', { class: 'move-bar' });
    bar.style.width = `${largest > 0 ? (100 * Math.min(change ?? largest, largest)) / largest : 0}%`;
    return element(
      'tr',
      {},
      element('th', { scope: 'row', title: name }, name),
      element('td', {}, change === null ? 'from zero' : formatValue('number', change)),
      element('td', { class: 'move-space' }, bar),
      element(
        'td',
        {
          title: skipped > 0 ? `${formatCount(skipped)} numbers that are not finite are left out` : undefined,
        },
        cosine === null ? '–' : cosine.toFixed(4).replace('-', '−'),
      ),
    );
  }
}
