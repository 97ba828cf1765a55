import { l10n, window, type Memento } from 'vscode';
import { DisposableStore } from '../dispose';
import type { EvaluationFiles } from '../evaluations/evaluationFiles';
import type { EvaluationJobs } from '../evaluations/evaluationJobs';
import { contextKeys, viewIds } from '../ids';
import type { Services } from '../services';
import { isLive } from '../commands/possibleActions';
import { setContextKey } from '../commands/setContextKey';
import type { ExperimentNode } from './experimentNode';
import { ExperimentsTree } from './experimentsTree';
import { filterText, orderText } from './orderText';
import { isNoFilter, noFilter, runOrders, type RunFilter, type RunOrder } from './orderRuns';
import { QueueDrag } from './queueDrag';

const orderKey = 'simclr.runOrder';
const filterKey = 'simclr.runFilter';

/** The Experiments view: the tree, its order and filter, which are remembered, and what stands around it. */
export class ExperimentsView extends DisposableStore {
  readonly tree;
  private readonly view;

  constructor(
    private readonly services: Services,
    evaluations: EvaluationFiles,
    jobs: EvaluationJobs,
    private readonly memory: Memento,
  ) {
    super();
    this.tree = this.add(new ExperimentsTree(services.store, evaluations, jobs));
    this.view = this.add(
      window.createTreeView<ExperimentNode>(viewIds.experiments, {
        treeDataProvider: this.tree,
        dragAndDropController: new QueueDrag(services),
        canSelectMany: true,
        showCollapseAll: true,
      }),
    );
    this.add(services.store.onDidChange(() => this.describe()));
    this.add(this.view.onDidChangeVisibility(({ visible }) => evaluations.watch(visible)));
    evaluations.watch(this.view.visible);
    this.arrange();
  }

  get order(): RunOrder {
    const stored = this.memory.get<string>(orderKey);
    return runOrders.find((order) => order === stored) ?? 'newest';
  }

  get filter(): RunFilter {
    return { ...noFilter, ...this.memory.get<Partial<RunFilter>>(filterKey) };
  }

  async setOrder(order: RunOrder): Promise<void> {
    await this.memory.update(orderKey, order);
    this.arrange();
  }

  async setFilter(filter: RunFilter): Promise<void> {
    await this.memory.update(filterKey, filter);
    this.arrange();
  }

  /** The lines that are selected, for commands by key. */
  get selection(): readonly ExperimentNode[] {
    return this.view.selection;
  }

  /** Selects a run's line, without taking the focus. */
  async reveal(folder: string): Promise<void> {
    if (this.view.visible) await this.view.reveal(this.tree.runNode(folder), { select: true });
  }

  private arrange(): void {
    this.tree.arrange(this.order, this.filter);
    setContextKey(contextKeys.filtered, !isNoFilter(this.filter));
    this.describe();
  }

  private describe(): void {
    const { filter, order, view } = this;
    const { runs } = this.services.store;
    const description = order === 'newest' ? '' : orderText(order);
    const message = isNoFilter(filter)
      ? ''
      : l10n.t(
          '{0} of {1} runs shown: {2}. Show all: the clear button above.',
          this.tree.visibleRuns().length,
          runs.length,
          filterText(filter),
        );
    const live = runs.filter(isLive).length;
    // Set only when they change: each setting draws the view anew.
    if (view.description !== description) view.description = description;
    if (view.message !== message) view.message = message;
    if ((view.badge?.value ?? 0) !== live) {
      const tooltip = live === 1 ? l10n.t('1 run at work') : l10n.t('{0} runs at work', live);
      view.badge = live === 0 ? undefined : { value: live, tooltip };
    }
  }
}
