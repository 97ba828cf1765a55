import { formatCount } from '../../extension/format/formatNumbers';
import { element, setText } from '../components/element';
import { formatValue } from '../format/formatValue';
import { sparkline } from './histogram';
import { treeRows, type TreeRow } from './moduleTree';
import type { TensorModel } from './tensorModel';
import { flawText, shapeText } from './tensorText';

/** Pixels; as in the style sheet. */
const rowHeight = 24;
/** Rows that are drawn above and below those that are seen. */
const spareRows = 8;

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

/** What the tree tells the page. */
export interface TreeGridHost {
  /** A tensor was chosen; null where it is a module. */
  onChoose(index: number | null): void;
  onFold(folded: readonly string[]): void;
}

/**
 * The tensors by module: a tree with columns, of which only the rows are in the page that can be seen. It has the focus
 * as a whole, and names the row that is meant.
 */
export class TreeGrid {
  readonly node: HTMLElement;
  private readonly body = element('div', { class: 'tree-rows', role: 'presentation' });
  private readonly empty = element('p', { class: 'quiet tree-empty', hidden: true });
  private model: TensorModel | null = null;
  private wanted: ReadonlySet<number> | null = null;
  private rows: readonly TreeRow[] = [];
  /** Path of the row that is meant. */
  private current: string | null = null;
  private frame = 0;

  /** @param folded paths of modules. */
  constructor(
    private readonly host: TreeGridHost,
    private folded: Set<string>,
  ) {
    const head = element(
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
    this.node = element(
      'div',
      { class: 'tree', role: 'treegrid', tabindex: 0, 'aria-label': 'Tensors by module' },
      head,
      this.body,
      this.empty,
    );
    this.node.addEventListener('scroll', () => this.schedule(), { passive: true });
    this.node.addEventListener('keydown', (event) => this.onKey(event));
    this.body.addEventListener('click', (event) => this.onClick(event));
    new ResizeObserver(() => this.schedule()).observe(this.node);
  }

  /** Shows the tensors of a file. */
  setModel(model: TensorModel): void {
    this.model = model;
    this.layOut();
  }

  /** Shows these tensors alone; null: all of them. */
  setWanted(wanted: ReadonlySet<number> | null): void {
    this.wanted = wanted;
    this.layOut();
    this.node.scrollTop = 0;
  }

  /** More statistics are known. */
  refresh(): void {
    this.schedule();
  }

  /** Means the row of a tensor, opens what it is in, and scrolls to it. */
  reveal(index: number): void {
    const parents = (nodes: TensorModel['nodes']): string[] => {
      const into = nodes.find(({ tensor, tensors }) => tensor === null && tensors.includes(index));
      return into === undefined ? [] : [into.path, ...parents(into.children)];
    };
    for (const path of parents(this.model?.nodes ?? [])) this.folded.delete(path);
    this.layOut();
    this.moveTo(this.rows.findIndex(({ node }) => node.tensor === index));
  }

  private layOut(): void {
    this.rows = treeRows(this.model?.nodes ?? [], this.folded, this.wanted);
    this.node.setAttribute('aria-rowcount', String(this.rows.length + 1));
    this.body.style.height = `${this.rows.length * rowHeight}px`;
    this.empty.hidden = this.rows.length > 0;
    setText(
      this.empty,
      this.wanted === null ? 'The file holds no tensors.' : 'No tensor has that in its name.',
    );
    this.paint();
  }

  private schedule(): void {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.paint();
    });
  }

  private paint(): void {
    const { scrollTop, clientHeight } = this.node;
    const first = Math.max(0, Math.floor(scrollTop / rowHeight) - spareRows);
    const end = Math.min(this.rows.length, Math.ceil((scrollTop + clientHeight) / rowHeight) + spareRows);
    const current = this.currentIndex;
    this.body.replaceChildren(
      ...this.rows.slice(first, end).map((row, at) => this.rowNode(row, first + at, first + at === current)),
    );
    if (current >= first && current < end) this.node.setAttribute('aria-activedescendant', `row-${current}`);
    else this.node.removeAttribute('aria-activedescendant');
  }

  private rowNode(row: TreeRow, index: number, current: boolean): HTMLElement {
    const { node, level, open } = row;
    const name = element(
      'span',
      { role: 'rowheader', class: 'tree-name', title: this.fullName(row) },
      element('span', {
        class: `twistie codicon${open === null ? '' : ` codicon-chevron-${open ? 'down' : 'right'}`}`,
        'aria-hidden': 'true',
      }),
      node.label === '' ? '(no name)' : node.label,
    );
    name.style.paddingLeft = `${(level - 1) * 14}px`;
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
      ...this.cells(row),
    );
    made.style.top = `${index * rowHeight}px`;
    return made;
  }

  private cells({ node }: TreeRow): HTMLElement[] {
    const { model } = this;
    const cell = (content: string | Node, name = 'number') =>
      element(
        'span',
        { role: 'gridcell', class: name, title: typeof content === 'string' ? content : undefined },
        content,
      );
    if (model === null) return [];
    if (node.tensor === null) {
      const flawed = node.tensors.filter((index) => this.flaw(index) !== '').length;
      return [
        cell(node.tensors.length === 1 ? '1 tensor' : `${formatCount(node.tensors.length)} tensors`, 'text'),
        cell('', 'text'),
        cell(formatCount(model.count(node))),
        cell(formatValue('number', model.norm(node))),
        ...['', '', '', ''].map((text) => cell(text)),
        cell('', 'spark'),
        cell(flawed === 0 ? '' : `${formatCount(flawed)} flawed`, 'flaw'),
      ];
    }
    const tensor = model.tensors[node.tensor];
    const of = model.statistics(node.tensor);
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
      cell(this.flaw(node.tensor), 'flaw'),
    ];
  }

  private fullName({ node }: TreeRow): string {
    const tensor = node.tensor === null ? undefined : this.model?.tensors[node.tensor];
    return tensor?.name ?? node.path.slice(1).replaceAll('\n', '.');
  }

  private flaw(index: number): string {
    const of = this.model?.statistics(index);
    return of === undefined ? '' : flawText(of);
  }

  private get currentIndex(): number {
    return this.current === null ? -1 : this.rows.findIndex(({ node }) => node.path === this.current);
  }

  private onClick(event: MouseEvent): void {
    // By place: the row that was pressed may have been drawn anew before it was let go.
    const index = Math.floor((event.clientY - this.body.getBoundingClientRect().top) / rowHeight);
    const row = this.rows[index];
    if (row === undefined) return;
    this.moveTo(index);
    if (row.open !== null) this.fold(row, row.open);
  }

  private onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const at = this.currentIndex;
    const row = this.rows[at];
    const page = Math.max(1, Math.floor(this.node.clientHeight / rowHeight) - 2);
    const moves: Readonly<Record<string, () => void>> = {
      ArrowDown: () => this.moveTo(at + 1),
      ArrowUp: () => this.moveTo(at - 1),
      PageDown: () => this.moveTo(at + page),
      PageUp: () => this.moveTo(at - page),
      Home: () => this.moveTo(0),
      End: () => this.moveTo(this.rows.length - 1),
      ArrowRight: () => {
        if (row?.open === false) this.fold(row, false);
        else if (row?.open === true) this.moveTo(at + 1);
      },
      ArrowLeft: () => {
        if (row?.open === true && this.wanted === null) this.fold(row, true);
        else this.moveTo(this.parentOf(at));
      },
      Enter: () => {
        if (row !== undefined && row.open !== null) this.fold(row, row.open);
      },
    };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    move();
  }

  private parentOf(at: number): number {
    const level = this.rows[at]?.level ?? 1;
    for (let above = at - 1; above >= 0; above--) if ((this.rows[above]?.level ?? 0) < level) return above;
    return at;
  }

  private fold({ node }: TreeRow, folded: boolean): void {
    if (folded) this.folded.add(node.path);
    else this.folded.delete(node.path);
    this.host.onFold([...this.folded]);
    this.layOut();
  }

  private moveTo(wanted: number): void {
    const index = Math.min(this.rows.length - 1, Math.max(0, wanted));
    const row = this.rows[index];
    if (row === undefined) return;
    this.current = row.node.path;
    // The head lies over the first row that is scrolled to.
    const top = index * rowHeight;
    const { scrollTop, clientHeight } = this.node;
    if (top < scrollTop) this.node.scrollTop = top;
    else if (top + 2 * rowHeight > scrollTop + clientHeight) {
      this.node.scrollTop = top + 2 * rowHeight - clientHeight;
    }
    this.paint();
    this.host.onChoose(row.node.tensor);
  }
}
