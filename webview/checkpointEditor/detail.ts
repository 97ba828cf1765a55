import type { LineStatistics, TensorLine } from '../../extension/checkpointEditor/messages';
import { formatBytes, formatCount } from '../../extension/format/formatNumbers';
import { DataTable } from '../components/dataTable';
import { element } from '../components/element';
import { formatExactly } from '../format/formatValue';
import { histogram, valueBars } from './histogram';
import { shapeText } from './tensorText';

/** Of a channel's weights so many are named before "and more". */
const mostNamed = 20;

/** Beside the tree: all that is known of the tensor that was chosen. */
export class Detail {
  readonly node = element('section', { class: 'box detail', 'aria-label': 'Chosen tensor' });

  constructor() {
    this.clear();
  }

  /** Nothing is chosen. */
  clear(): void {
    this.node.replaceChildren(
      element(
        'p',
        { class: 'quiet' },
        'Choose a tensor to see its numbers, by a click or with the arrow keys.',
      ),
    );
  }

  /** @param norms of its channels; null until they are known, or where it has none. */
  show(tensor: TensorLine, of: LineStatistics | undefined, norms: Float64Array | null): void {
    const table = new DataTable();
    table.node.classList.add('plain');
    table.update({ caption: '', columns: ['', ''], rows: rows(tensor, of) });
    this.node.replaceChildren(
      element('h3', {}, tensor.name === '' ? '(no name)' : tensor.name),
      table.node,
      ...(of === undefined || of.range === null ? [] : [histogram(of.histogram, of.range)]),
      ...(of?.channels === null || of === undefined ? [] : channelParts(of.channels, norms)),
    );
  }
}

function rows({ shape, type, count, bytes }: TensorLine, of: LineStatistics | undefined): string[][] {
  const facts = [
    ['Shape', shapeText(shape)],
    ['Numbers', `${formatCount(count)} ${type}, ${formatBytes(bytes)}`],
  ];
  if (of === undefined) return [...facts, ['Statistics', 'being computed…']];
  const exact = (value: number | undefined) => formatExactly('number', value);
  return [
    ...facts,
    ['Norm', exact(of.norm)],
    ['Min, max', of.range === null ? '–' : `${exact(of.range.min)}, ${exact(of.range.max)}`],
    ['Mean', exact(of.range?.mean)],
    ['Standard deviation', exact(of.range?.deviation)],
    ['Zeros', formatCount(of.zeros)],
    ...(of.nan > 0 ? [['NaN', formatCount(of.nan)]] : []),
    ...(of.infinite > 0 ? [['Infinite', formatCount(of.infinite)]] : []),
  ];
}

function channelParts(
  { count, dead, zero, constant }: NonNullable<LineStatistics['channels']>,
  norms: Float64Array | null,
): HTMLElement[] {
  const title = element('h4', {}, `Norms of its ${formatCount(count)} output channels`);
  const drawing =
    norms === null
      ? element('p', { class: 'quiet' }, 'Being computed…')
      : valueBars(norms, `Norms of ${formatCount(count)} output channels, ${span(norms)}`);
  const remarks = [
    ...(norms === null ? [] : [`${span(norms)}.`]),
    ...(zero.length > 0 ? [`All zero: channel ${named(zero)}.`] : []),
    ...(constant.length > 0 ? [`All the same number: channel ${named(constant)}.`] : []),
    ...(dead > zero.length + constant.length ? [`${formatCount(dead)} are dead in all.`] : []),
  ];
  return [title, drawing, element('p', { class: 'quiet' }, remarks.join(' '))];
}

function span(norms: Float64Array): string {
  const low = norms.reduce((least, norm) => Math.min(least, norm), Infinity);
  const high = norms.reduce((most, norm) => Math.max(most, norm), 0);
  return `from ${formatExactly('number', low)} to ${formatExactly('number', high)}`;
}

function named(channels: readonly number[]): string {
  const some = channels.slice(0, mostNamed).join(', ');
  return channels.length > mostNamed ? `${some} and more` : some;
}
