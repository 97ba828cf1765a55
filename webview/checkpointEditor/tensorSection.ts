import type { CheckpointView, ToCheckpointPage } from '../../extension/checkpointEditor/messages';
import { formatCount } from '../../extension/format/formatNumbers';
import { element, setText } from '../components/element';
import { ProgressBar } from '../components/progressBar';
import { Detail } from './detail';
import { flawNotices } from './flaws';
import type { PageState } from './pageState';
import { TensorModel } from './tensorModel';
import { TreeGrid } from './treeGrid';

/** What the section tells the page. */
export interface TensorSectionHost {
  /** The norms of a tensor's channels are wanted. */
  onChannels(index: number): void;
  onState(change: Partial<Pick<PageState, 'chosen' | 'folded' | 'search'>>): void;
}

/** The tensors by module with a search over their names, and beside them the one that is chosen. */
export class TensorSection {
  readonly node: HTMLElement;
  /** Notices of what is wrong with tensors, to stand at the top of the page. */
  readonly flaws = element('div', { class: 'flaws' });
  private model = new TensorModel([]);
  private chosen: number | null = null;
  private norms: { readonly index: number; readonly norms: Float64Array } | null = null;
  /** More than those of the model where not all are shown. */
  private tensorCount = 0;
  private readonly progress = new ProgressBar('Statistics');
  private readonly search: HTMLInputElement;
  private readonly matches = element('span', { class: 'quiet', role: 'status' });
  private readonly tree: TreeGrid;
  private readonly detail = new Detail();

  /** @param state as the page was left. */
  constructor(
    private readonly host: TensorSectionHost,
    private state: Pick<PageState, 'chosen' | 'folded' | 'search'>,
  ) {
    this.search = element('input', {
      ...{ type: 'search', class: 'search', placeholder: 'Find tensors by name' },
      ...{ 'aria-label': 'Find tensors by name', value: state.search, spellcheck: 'false' },
    });
    this.search.addEventListener('input', () => {
      this.remember({ search: this.search.value });
      this.find();
    });
    this.tree = new TreeGrid(
      {
        onChoose: (index) => this.choose(index),
        onFold: (folded) => this.remember({ folded }),
      },
      new Set(state.folded),
    );
    this.node = element(
      'section',
      { class: 'tensors', 'aria-labelledby': 'tensors-title' },
      element(
        'div',
        { class: 'tensors-head' },
        element('h2', { id: 'tensors-title' }, 'Tensors'),
        this.search,
        this.matches,
      ),
      this.progress.node,
      element('div', { class: 'tensors-body' }, this.tree.node, this.detail.node),
    );
  }

  /** Shows the tensors of a file. */
  show({ tensors, tensorCount }: CheckpointView): void {
    this.model = new TensorModel(tensors);
    this.tensorCount = tensorCount;
    this.progress.set(0);
    this.progress.node.hidden = tensors.length === 0;
    this.tree.setModel(this.model);
    this.find();
    const chosen = tensors.findIndex(({ name }) => name === this.state.chosen);
    if (chosen >= 0) this.tree.reveal(chosen);
  }

  /** What was known of the numbers is void; the tensors stay until they are shown anew. */
  forget(): void {
    this.norms = null;
    this.chosen = null;
    this.detail.clear();
    this.flaws.replaceChildren();
  }

  receive(message: Extract<ToCheckpointPage, { type: 'statistics' | 'channels' }>): void {
    if (message.type === 'channels') {
      this.norms = message;
      if (message.index === this.chosen) this.showChosen();
      return;
    }
    for (const { index, statistics } of message.found) this.model.take(index, statistics);
    this.progress.node.hidden = message.done === message.total;
    this.progress.set(message.total === 0 ? 1 : message.done / message.total);
    // Within a large tensor there is progress alone.
    if (message.found.length === 0) return;
    this.tree.refresh();
    this.flaws.replaceChildren(...flawNotices(this.model, (index) => this.tree.reveal(index)));
    if (message.found.some(({ index }) => index === this.chosen)) this.showChosen();
  }

  /** Puts the cursor into the search. */
  focusSearch(): void {
    this.search.focus();
    this.search.select();
  }

  private find(): void {
    const wanted = this.model.search(this.search.value);
    this.tree.setWanted(wanted);
    const shown = this.model.tensors.length;
    const all = formatCount(shown);
    const cut = this.tensorCount > shown ? ` (the first of ${formatCount(this.tensorCount)})` : '';
    setText(this.matches, wanted === null ? `${all}${cut}` : `${formatCount(wanted.size)} of ${all}${cut}`);
  }

  private choose(index: number | null): void {
    if (index === this.chosen) return;
    this.chosen = index;
    this.remember({ chosen: index === null ? null : (this.model.tensors[index]?.name ?? null) });
    if (index !== null && (this.model.tensors[index]?.shape.length ?? 0) > 1) this.host.onChannels(index);
    this.showChosen();
  }

  private showChosen(): void {
    const { chosen } = this;
    const tensor = chosen === null ? undefined : this.model.tensors[chosen];
    if (chosen === null || tensor === undefined) {
      this.detail.clear();
      return;
    }
    const norms = this.norms?.index === chosen ? this.norms.norms : null;
    this.detail.show(tensor, this.model.statistics(chosen), norms);
  }

  private remember(change: Partial<Pick<PageState, 'chosen' | 'folded' | 'search'>>): void {
    this.state = { ...this.state, ...change };
    this.host.onState(change);
  }
}
