import type { CheckpointView, ToCheckpointPage, TensorLine } from '../../extension/checkpointEditor/messages';
import { formatCount } from '../../extension/format/formatNumbers';
import { element, setText } from '../components/element';
import { ProgressBar } from '../components/progressBar';
import { Select } from '../components/select';
import { Switch } from '../components/switch';
import { Button } from '../components/toolkit';
import { formatValue } from '../format/formatValue';
import { layerMoves, partOf, parts, tensorMoves, type Move, type Part } from './moves';

type Compared = Extract<ToCheckpointPage, { type: 'compared' }>;
type Difference = Compared['found'][number];

/** Rows of the table; those that moved most. */
const mostRows = 100;

/** What moved between this checkpoint and another. */
export class Comparison {
  readonly node: HTMLElement;
  private readonly select: Select;
  private readonly summary = element('p', { class: 'quiet', role: 'status' });
  private readonly progress = new ProgressBar('Comparing');
  private readonly body = element('tbody');
  private readonly table: HTMLElement;
  private readonly filter = element('div', {
    ...{ class: 'comparison-filter', role: 'group', 'aria-label': 'Parts that are shown', hidden: true },
  });
  private readonly byLayer = new Switch('One row a layer', () => {
    this.layers = !this.layers;
    this.draw();
  });
  private layers = false;
  /** null until the user chooses: the networks, where there are some. */
  private chosen: ReadonlySet<Part> | null = null;
  private tensors: readonly TensorLine[] = [];
  private found: Difference[] = [];
  /** The parts that there are switches for; null before there are any. */
  private switched: string | null = null;

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
      element('caption', {}, 'Change ‖a − b‖ / ‖a‖, a being this file; the largest first'),
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          ...['name', 'change', '', 'cosine'].map((name) =>
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
      this.filter,
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
    this.filter.hidden = true;
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

  /** The parts that there are. */
  private get present(): readonly Part[] {
    const there = new Set(this.tensors.map(({ name }) => partOf(name)));
    return parts.filter((part) => there.has(part));
  }

  /** The parts that are shown. */
  private get shown(): ReadonlySet<Part> {
    if (this.chosen !== null) return this.chosen;
    const networks = this.present.filter((part) => part === 'encoder' || part === 'head');
    return new Set(networks.length > 0 ? networks : this.present);
  }

  private draw(): void {
    const { shown } = this;
    this.drawFilter(shown);
    const moves = (this.layers ? layerMoves : tensorMoves)(this.tensors, this.found, shown).slice(
      0,
      mostRows,
    );
    const largest = Math.max(...moves.map(({ change }) => (typeof change === 'number' ? change : 0)), 0);
    this.table.hidden = moves.length === 0;
    this.body.replaceChildren(...moves.map((move) => moveRow(move, largest)));
  }

  private drawFilter(shown: ReadonlySet<Part>): void {
    this.filter.hidden = this.found.length === 0;
    this.byLayer.update(this.layers, true);
    const { present } = this;
    const names = present.join(' ');
    if (names === this.switched) return;
    this.switched = names;
    const switches = present.map((part) => {
      const box = new Switch(part, () => {
        const { shown: before } = this;
        const after = before.has(part) ? [...before].filter((each) => each !== part) : [...before, part];
        this.chosen = new Set(after);
        this.draw();
      });
      box.update(shown.has(part), true);
      return box.node;
    });
    this.filter.replaceChildren(...(present.length > 1 ? switches : []), this.byLayer.node);
  }
}

function moveRow({ name, change, cosine, skipped }: Move, largest: number): HTMLElement {
  const bar = element('div', { class: 'move-bar' });
  const length = change === 'from zero' ? largest : (change ?? 0);
  bar.style.width = `${largest > 0 ? (100 * length) / largest : 0}%`;
  return element(
    'tr',
    {},
    element('th', { scope: 'row', title: name }, name),
    element('td', {}, typeof change === 'number' ? formatValue('number', change) : (change ?? '–')),
    element('td', { class: 'move-space' }, bar),
    element(
      'td',
      { title: skipped > 0 ? `${formatCount(skipped)} numbers that are not finite are left out` : undefined },
      cosine === null ? '–' : cosine.toFixed(4).replace('-', '−'),
    ),
  );
}
