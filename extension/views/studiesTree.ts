import {
  EventEmitter,
  l10n,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  workspace,
  type Command,
  type TreeDataProvider,
} from 'vscode';
import { DisposableStore } from '../dispose';
import { commandIds } from '../ids';
import type { RunStore } from '../runs/runStore';
import type { KnownStudy } from '../studies/knownStudy';
import type { StudyStore } from '../studies/studyStore';
import { describeSize, describeStudy, type StudyLine } from './describeStudy';
import { factsTooltip } from './factsTooltip';
import type { StudyNode } from './studyNode';

/** What stands in the Studies tree. */
export class StudiesTree extends DisposableStore implements TreeDataProvider<StudyNode> {
  private readonly changed = this.add(new EventEmitter<StudyNode | undefined>());
  readonly onDidChangeTreeData = this.changed.event;
  /** What was drawn last, by which is known whether anything has changed that is seen. */
  private drawn = '';
  private visible = false;

  constructor(
    private readonly studies: StudyStore,
    private readonly runs: Pick<RunStore, 'loaded' | 'refresh'>,
  ) {
    super();
    this.add(studies.onDidChange(() => this.update()));
    this.add(workspace.onDidGrantWorkspaceTrust(() => this.changed.fire(undefined)));
  }

  /** Keeps itself up to date, or not while nobody sees it. */
  setVisible(visible: boolean): void {
    this.visible = visible;
    this.update();
  }

  async getChildren(node?: StudyNode): Promise<StudyNode[]> {
    if (node === undefined) {
      if (!this.runs.loaded) await this.runs.refresh();
      this.drawn = this.text();
      return this.studies.studies.map(({ name }) => ({ kind: 'study', name }));
    }
    if (node.kind !== 'study') return [];
    const { name } = node;
    const started = this.studies.startedOf(name);
    if (started.length === 0) return [{ kind: 'hint', name }];
    return started.map(({ plan: { size } }) => ({ kind: 'size', name, size }));
  }

  getTreeItem(node: StudyNode): TreeItem {
    const known = this.studies.find(node.name);
    // Gone since the list was made; the next update takes its line away.
    if (known === undefined) return new TreeItem('');
    switch (node.kind) {
      case 'study': {
        const started = this.studies.startedOf(node.name);
        const line = describeStudy(known, started);
        const item = itemOf(line, `study:${node.name}`, TreeItemCollapsibleState.Collapsed);
        item.tooltip = tooltipOf(known);
        item.command = openCommand(node.name);
        return item;
      }
      case 'size': {
        const started = this.studies.startedAt(node.name, node.size);
        if (started === undefined) return new TreeItem(node.size);
        const item = itemOf(describeSize(started), `size:${node.name}:${node.size}`);
        item.tooltip = known.study?.sizes[node.size]?.about ?? '';
        item.command = openCommand(node.name, node.size);
        return item;
      }
      case 'hint':
        return hintItem(known);
    }
  }

  private update(): void {
    if (this.visible && this.text() !== this.drawn) this.changed.fire(undefined);
  }

  private text(): string {
    const { studies } = this;
    return JSON.stringify(
      studies.studies.map((known) => {
        const started = studies.startedOf(known.name);
        return [known.problem, describeStudy(known, started), started.map(describeSize)];
      }),
    );
  }
}

function itemOf(line: StudyLine, id: string, state = TreeItemCollapsibleState.None): TreeItem {
  const item = new TreeItem(line.label, state);
  item.id = id;
  item.description = line.description;
  item.iconPath = new ThemeIcon(line.icon, line.color === null ? undefined : new ThemeColor(line.color));
  item.contextValue = line.contextValue;
  item.accessibilityInformation = { label: line.spoken };
  return item;
}

function tooltipOf({ title, study, path, origin, problem }: KnownStudy) {
  const from = {
    builtin: l10n.t('the program'),
    file: path === null ? '' : workspace.asRelativePath(path),
    plan: l10n.t('an earlier start; its file is not in this workspace'),
  }[origin];
  return factsTooltip(
    title,
    [
      ...(study === null ? [] : [[l10n.t('Claim'), study.claim] as const]),
      ...(study === null || study.source === '' ? [] : [[l10n.t('Source'), study.source] as const]),
      [l10n.t('From'), from],
    ],
    problem === null ? [] : [problem],
  );
}

/** What to do with a study that was never started, or cannot be. */
function hintItem({ name, problem }: KnownStudy): TreeItem {
  if (problem !== null) {
    const item = new TreeItem(problem.split('\n')[0] ?? problem);
    item.tooltip = problem;
    item.iconPath = new ThemeIcon('error', new ThemeColor('list.errorForeground'));
    item.command = { command: commandIds.openStudyFile, title: l10n.t('Show file'), arguments: [name] };
    return item;
  }
  if (!workspace.isTrusted) {
    const item = new TreeItem(l10n.t('Trust the workspace to run it'));
    item.iconPath = new ThemeIcon('shield');
    item.command = { command: 'workbench.trust.manage', title: l10n.t('Manage Workspace Trust') };
    return item;
  }
  const item = new TreeItem(l10n.t('Not run yet: choose size and images to start it'));
  item.iconPath = new ThemeIcon('play');
  item.command = { command: commandIds.runStudy, title: l10n.t('Run study'), arguments: [name] };
  return item;
}

function openCommand(...names: readonly string[]): Command {
  return { command: commandIds.openStudy, title: l10n.t('Open study'), arguments: [...names] };
}
