import { join, sep } from 'node:path';
import { EventEmitter, type TreeDataProvider, type TreeItem } from 'vscode';
import { listCheckpoints } from '../../engine/runs/checkpoints';
import type { Run } from '../../engine/runs/readRun';
import { DisposableStore } from '../dispose';
import type { EvaluationFiles } from '../evaluations/evaluationFiles';
import type { EvaluationLine } from '../evaluations/evaluationLine';
import type { EvaluationJobs } from '../evaluations/evaluationJobs';
import type { RunChange, RunStore } from '../runs/runStore';
import type { ShownRun } from '../runs/shownRun';
import { CheckpointLines } from './checkpointLines';
import { describeRun } from './describeRun';
import {
  brokenItem,
  checkpointItem,
  evaluationItem,
  partItem,
  runItem,
  studyRunsItem,
} from './experimentItems';
import {
  checkpointId,
  nodeId,
  type BrokenNode,
  type CheckpointNode,
  type EvaluationNode,
  type ExperimentNode,
  type PartNode,
  type RunNode,
  type StudyRunsNode,
} from './experimentNode';
import { factsTooltip } from './factsTooltip';
import { matchesFilter, noFilter, sortRuns, type RunFilter, type RunOrder } from './orderRuns';
import { runFacts } from './runFacts';
import { presentParts } from './runParts';
import { gatherStudies, isOfStudy } from './studyRuns';

/** Lines are brought up to date at most this often, in milliseconds. */
const updateEvery = 500;

/** What stands in the Experiments tree. A change of a run redraws its line alone. */
export class ExperimentsTree extends DisposableStore implements TreeDataProvider<ExperimentNode> {
  private readonly changed = this.add(new EventEmitter<ExperimentNode | undefined>());
  readonly onDidChangeTreeData = this.changed.event;
  private readonly checkpoints = new CheckpointLines();
  /** Every line that is shown, by its id. */
  private readonly nodes = new Map<string, ExperimentNode>();
  /** Ids of the top lines, and what each run's line says, as last drawn. */
  private drawnIds = '';
  private readonly drawnLines = new Map<string, string>();
  private readonly pending = new Set<string>();
  /** Ids of further lines that have changed. */
  private readonly pendingLines = new Set<string>();
  /** Evaluations of checkpoints that are gone, by run folder, as last listed. */
  private readonly earlierCounts = new Map<string, number>();
  private timer: NodeJS.Timeout | null = null;
  private order: RunOrder = 'newest';
  private filter: RunFilter = noFilter;

  constructor(
    private readonly store: RunStore,
    private readonly evaluations: Pick<EvaluationFiles, 'of' | 'onDidChange'>,
    private readonly jobs: Pick<EvaluationJobs, 'stateOf' | 'onDidChange'>,
  ) {
    super();
    this.add(store.onDidChange((change) => this.note(change)));
    this.add(evaluations.onDidChange((folder) => this.noteLine(nodeId({ kind: 'run', folder }))));
    this.add(jobs.onDidChange(({ checkpoint }) => this.noteLine(checkpointId(checkpoint))));
    this.add({ dispose: () => clearTimeout(this.timer ?? undefined) });
  }

  /** Sorts and filters anew. */
  arrange(order: RunOrder, filter: RunFilter): void {
    this.order = order;
    this.filter = filter;
    this.changed.fire(undefined);
  }

  /** The runs that are shown, in their order. */
  visibleRuns() {
    return sortRuns(
      this.store.runs.filter((shown) => matchesFilter(shown, this.filter)),
      this.order,
    );
  }

  getTreeItem(node: ExperimentNode): TreeItem {
    switch (node.kind) {
      case 'studyRuns':
        return studyRunsItem(node, this.runsOf(node));
      case 'run': {
        const shown = this.store.get(node.folder);
        // Gone since the list was made; the next update takes its line away.
        if (shown === undefined) return { id: nodeId(node), label: '' };
        this.drawnLines.set(node.folder, JSON.stringify(describeRun(shown)));
        return runItem(node, shown);
      }
      case 'broken':
        return brokenItem(node);
      case 'checkpoint':
        return checkpointItem(node, this.jobs.stateOf(node.checkpoint.path));
      case 'evaluation':
        return evaluationItem(node, this.checkpointOf(node) === undefined);
      default:
        return partItem(node, this.count(node));
    }
  }

  resolveTreeItem(item: TreeItem, node: ExperimentNode): TreeItem {
    const shown = node.kind === 'run' ? this.store.get(node.folder) : undefined;
    if (shown !== undefined) {
      const warnings = shown.run.record.warnings.map(({ message }) => message);
      item.tooltip = factsTooltip(shown.title, runFacts(shown), warnings);
    }
    return item;
  }

  async getChildren(node?: ExperimentNode): Promise<ExperimentNode[]> {
    if (node === undefined) return this.roots();
    if (node.kind === 'studyRuns') {
      return this.runsOf(node).map(({ run }) => this.runNode(run.paths.folder));
    }
    const run = this.store.get(node.folder)?.run;
    if (run === undefined) return [];
    switch (node.kind) {
      case 'run':
        return this.parts(run);
      case 'checkpoints':
        return this.checkpointNodes(run);
      case 'checkpoint':
        return node.evaluations.map((evaluation) => this.evaluationNode(node.folder, evaluation));
      case 'evaluations':
        return (await this.earlier(run)).map((evaluation) => this.evaluationNode(node.folder, evaluation));
      default:
        return [];
    }
  }

  getParent(node: ExperimentNode): ExperimentNode | undefined {
    switch (node.kind) {
      case 'run':
        return this.studyOf(node.folder);
      case 'studyRuns':
      case 'broken':
        return undefined;
      case 'checkpoint':
        return this.keep({ kind: 'checkpoints', folder: node.folder });
      case 'evaluation':
        return this.checkpointOf(node) ?? this.keep({ kind: 'evaluations', folder: node.folder });
      default:
        return this.runNode(node.folder);
    }
  }

  /** The line of a run, to be revealed. */
  runNode(folder: string): ExperimentNode {
    return this.keep({ kind: 'run', folder });
  }

  private async roots(): Promise<ExperimentNode[]> {
    if (!this.store.loaded) await this.store.refresh();
    const roots = this.rootNodes();
    this.drawnIds = idsOf(roots);
    return roots.map((node) => this.keep(node));
  }

  /** The runs of a study that are shown. */
  private runsOf(node: StudyRunsNode): ShownRun[] {
    return this.visibleRuns().filter((shown) => isOfStudy(node, shown));
  }

  /** The line beneath which a run stands, where a study started it. */
  private studyOf(folder: string): ExperimentNode | undefined {
    const study = this.store.get(folder)?.run.record.study;
    return study && this.keep({ kind: 'studyRuns', name: study.name, size: study.size });
  }

  private rootNodes(): (StudyRunsNode | RunNode | BrokenNode)[] {
    const runs = gatherStudies(this.visibleRuns());
    const broken = this.filter.text === '' && this.filter.state === null ? this.store.broken : [];
    return [
      ...runs,
      ...broken.map(({ id, reason }): BrokenNode => {
        const folder = join(this.store.runsFolder, id);
        return { kind: 'broken', id, folder, reason: reason.replace(`${folder}${sep}`, '') };
      }),
    ];
  }

  private async parts(run: Run): Promise<ExperimentNode[]> {
    const { folder } = run.paths;
    const earlier = await this.earlier(run);
    this.earlierCounts.set(folder, earlier.length);
    const kinds = await presentParts(run.paths, earlier.length > 0);
    return kinds.map((kind) => this.keep({ kind, folder }));
  }

  private async checkpointNodes(run: Run): Promise<ExperimentNode[]> {
    const { folder } = run.paths;
    const [lines, evaluations] = await Promise.all([this.checkpoints.of(run), this.evaluations.of(folder)]);
    const there = new Set(lines.map(({ path }) => checkpointId(path)));
    for (const [id, node] of this.nodes) {
      const ofRun = node.kind === 'checkpoint' && node.folder === folder;
      if (ofRun && !there.has(id)) this.nodes.delete(id);
    }
    return lines.map((checkpoint) => {
      const own = evaluations.filter(({ step }) => step === checkpoint.step);
      return this.keep({ kind: 'checkpoint', folder, checkpoint, evaluations: own });
    });
  }

  /** The evaluations of a run whose checkpoints have made room for others. */
  private async earlier({ paths }: Run): Promise<readonly EvaluationLine[]> {
    const steps = new Set(listCheckpoints(paths.checkpoints).map(({ step }) => step));
    return (await this.evaluations.of(paths.folder)).filter(({ step }) => !steps.has(step));
  }

  private evaluationNode(folder: string, evaluation: EvaluationLine): ExperimentNode {
    return this.keep({ kind: 'evaluation', folder, evaluation });
  }

  private checkpointOf({ folder, evaluation }: EvaluationNode): CheckpointNode | undefined {
    for (const node of this.nodes.values()) {
      const same =
        node.kind === 'checkpoint' && node.folder === folder && node.evaluations.includes(evaluation);
      if (same) return node;
    }
    return undefined;
  }

  private count({ kind, folder }: PartNode): number {
    if (kind === 'evaluations') return this.earlierCounts.get(folder) ?? 0;
    const paths = kind === 'checkpoints' ? this.store.get(folder)?.run.paths : undefined;
    return paths === undefined ? 0 : listCheckpoints(paths.checkpoints).length;
  }

  /** The object that stands for a line already, brought up to date, or this one. */
  private keep(node: ExperimentNode): ExperimentNode {
    const id = nodeId(node);
    const known = this.nodes.get(id);
    if (known !== undefined) return Object.assign(known, node);
    this.nodes.set(id, node);
    return node;
  }

  private note({ folders }: RunChange): void {
    for (const folder of folders) this.pending.add(folder);
    this.updateSoon();
  }

  private noteLine(id: string): void {
    this.pendingLines.add(id);
    this.updateSoon();
  }

  private updateSoon(): void {
    this.timer ??= setTimeout(() => {
      this.timer = null;
      this.update();
    }, updateEvery);
  }

  private update(): void {
    const folders = [...this.pending];
    const lines = [...this.pendingLines];
    this.pending.clear();
    this.pendingLines.clear();
    if (idsOf(this.rootNodes()) !== this.drawnIds) {
      this.forgetGone(folders);
      this.changed.fire(undefined);
      return;
    }
    const studies = new Set(folders.flatMap((folder) => this.studyOf(folder) ?? []));
    for (const node of studies) this.changed.fire(node);
    for (const folder of folders) {
      const shown = this.store.get(folder);
      const node = this.nodes.get(nodeId({ kind: 'run', folder }));
      if (shown === undefined || node === undefined) continue;
      if (this.drawnLines.get(folder) !== JSON.stringify(describeRun(shown))) this.changed.fire(node);
    }
    for (const id of lines) {
      const node = this.nodes.get(id);
      if (node !== undefined) this.changed.fire(node);
    }
  }

  private forgetGone(folders: readonly string[]): void {
    for (const folder of folders.filter((folder) => this.store.get(folder) === undefined)) {
      this.drawnLines.delete(folder);
      for (const [id, node] of this.nodes) {
        if (node.kind !== 'studyRuns' && node.folder === folder) this.nodes.delete(id);
      }
    }
  }
}

function idsOf(nodes: readonly ExperimentNode[]): string {
  return nodes
    .map((node) => (node.kind === 'broken' ? `${nodeId(node)} ${node.reason}` : nodeId(node)))
    .join('\n');
}
