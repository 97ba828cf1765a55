import { formatCount } from '../../extension/format/formatNumbers';
import { element } from '../components/element';
import { formatValue } from '../format/formatValue';
import { sparkline } from './histogram';
import type { TreeRow } from './moduleTree';
import type { TensorModel } from './tensorModel';
import { flawText, shapeText } from './tensorText';

/** Pixels; as in the style sheet. */
export const rowHeight = 24;

/** Pixels by which a row is moved in for each module that it is in. */
const indent = 14;

const columns = [
  'Name',
  'Shape',
  'Type',
  'Numbers',
  'Norm',
  'Min',
  'Max',
  'Mean',
  'Std. dev.',
  'Histogram',
  '',
];

/** The names of the columns, as the first row. */
export function headNode(): HTMLElement {
  return element(
    'div',
    { class: 'tree-row tree-head', role: 'row', 'aria-rowindex': 1 },
    ...columns.map((name) =>
      element(
        'span',
        { role: 'columnheader' },
        name === '' ? element('span', { class: 'visually-hidden' }, 'Remarks') : name,
      ),
    ),
  );
}

/**
 * A row as it is drawn, at its place among all.
 * @param current whether it is the one that is meant.
 */
export function rowNode(model: TensorModel, row: TreeRow, index: number, current: boolean): HTMLElement {
  const { node, level, open } = row;
  const name = element(
    'span',
    { role: 'rowheader', class: 'tree-name', title: fullName(model, row) },
    element('span', {
      class: `twistie codicon${open === null ? '' : ` codicon-chevron-${open ? 'down' : 'right'}`}`,
      'aria-hidden': 'true',
    }),
    node.label === '' ? '(no name)' : node.label,
  );
  name.style.paddingLeft = `${(level - 1) * indent}px`;
  const made = element(
    'div',
    {
      class: `tree-row${open === null ? '' : ' module'}${current ? ' current' : ''}`,
      role: 'row',
      id: `row-${index}`,
      'aria-rowindex': index + 2,
      'aria-level': level,
      'aria-posinset': row.place,
      'aria-setsize': row.siblings,
      'aria-expanded': open === null ? undefined : String(open),
      'aria-selected': String(current),
    },
    name,
    ...(node.tensor === null ? moduleCells(model, row) : tensorCells(model, node.tensor)),
  );
  made.style.top = `${index * rowHeight}px`;
  return made;
}

function moduleCells(model: TensorModel, { node }: TreeRow): HTMLElement[] {
  const { tensors } = node;
  const flawed = tensors.filter((index) => flaw(model, index) !== '').length;
  return [
    cell(tensors.length === 1 ? '1 tensor' : `${formatCount(tensors.length)} tensors`, 'text'),
    cell('', 'text'),
    cell(formatCount(model.count(node))),
    cell(formatValue('number', model.norm(node))),
    ...['', '', '', ''].map((text) => cell(text)),
    cell('', 'spark'),
    cell(flawed === 0 ? '' : `${formatCount(flawed)} flawed`, 'flaw'),
  ];
}

function tensorCells(model: TensorModel, index: number): HTMLElement[] {
  const tensor = model.tensors[index];
  const of = model.statistics(index);
  const known = (value: number | undefined) => cell(of === undefined ? '…' : formatValue('number', value));
  return [
    cell(shapeText(tensor?.shape ?? []), 'text'),
    cell(tensor?.type ?? '', 'text'),
    cell(formatCount(tensor?.count ?? 0)),
    known(of?.norm),
    known(of?.range?.min),
    known(of?.range?.max),
    known(of?.range?.mean),
    known(of?.range?.deviation),
    cell(of === undefined || of.histogram.length === 0 ? '' : sparkline(of.histogram), 'spark'),
    cell(flaw(model, index), 'flaw'),
  ];
}

function cell(content: string | Node, name = 'number'): HTMLElement {
  return element(
    'span',
    { role: 'gridcell', class: name, title: typeof content === 'string' ? content : undefined },
    content,
  );
}

function fullName(model: TensorModel, { node }: TreeRow): string {
  const tensor = node.tensor === null ? undefined : model.tensors[node.tensor];
  return tensor?.name ?? node.path.slice(1).replaceAll('\n', '.');
}

function flaw(model: TensorModel, index: number): string {
  const of = model.statistics(index);
  return of === undefined ? '' : flawText(of);
}
