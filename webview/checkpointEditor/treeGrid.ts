import { element, setText } from '../components/element';
import { treeRows, type TreeRow } from './moduleTree';
import { TensorModel } from './tensorModel';
import { treeMove } from './treeMoves';
import { headNode, rowHeight, rowNode } from './treeRowNode';

/** Rows that are drawn above and below those that are seen. */
const spareRows = 8;

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
  private model = new TensorModel([]);
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
    this.node = element(
      'div',
      { class: 'tree', role: 'treegrid', tabindex: 0, 'aria-label': 'Tensors by module' },
      headNode(),
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
    for (const path of parents(this.model.nodes)) this.folded.delete(path);
    this.layOut();
    this.moveTo(this.rows.findIndex(({ node }) => node.tensor === index));
  }

  private layOut(): void {
    this.rows = treeRows(this.model.nodes, this.folded, this.wanted);
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
      ...this.rows
        .slice(first, end)
        .map((row, at) => rowNode(this.model, row, first + at, first + at === current)),
    );
    if (current >= first && current < end) this.node.setAttribute('aria-activedescendant', `row-${current}`);
    else this.node.removeAttribute('aria-activedescendant');
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
    const page = Math.max(1, Math.floor(this.node.clientHeight / rowHeight) - 2);
    const move = treeMove(event.key, { rows: this.rows, at, page, searched: this.wanted !== null });
    if (move === undefined) return;
    event.preventDefault();
    if (move === null) return;
    const row = this.rows[at];
    if ('to' in move) this.moveTo(move.to);
    else if (row !== undefined) this.fold(row, move.fold);
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
