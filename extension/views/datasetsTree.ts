import {
  EventEmitter,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  l10n,
  workspace,
} from 'vscode';
import type { TreeDataProvider } from 'vscode';
import { datasetIcon } from '../datasets/datasetIcon';
import type { DatasetList } from '../datasets/datasetList';
import { describeDataset } from '../datasets/describeDataset';
import type { FoundDataset } from '../datasets/foundDataset';
import { searchLimits } from '../datasets/folderSummary';
import { DisposableStore } from '../dispose';
import { formatCount } from '../format/formatNumbers';
import { commandIds } from '../ids';
import { datasetFacts } from './datasetFacts';
import type { DatasetNode } from './datasetNode';

/** What stands in the Datasets tree: data sets, and beneath each what is in it, looked into when it is opened. */
export class DatasetsTree extends DisposableStore implements TreeDataProvider<DatasetNode> {
  private readonly changed = this.add(new EventEmitter<DatasetNode | undefined>());
  readonly onDidChangeTreeData = this.changed.event;

  constructor(private readonly datasets: DatasetList) {
    super();
    this.add(datasets.onDidChange(() => this.changed.fire(undefined)));
    this.add(workspace.onDidGrantWorkspaceTrust(() => this.changed.fire(undefined)));
  }

  getTreeItem(node: DatasetNode): TreeItem {
    switch (node.kind) {
      case 'dataset':
        return this.datasetItem(node.dataset);
      case 'list': {
        const item = new TreeItem(node.label, TreeItemCollapsibleState.Collapsed);
        item.iconPath = icon(node.icon, node.level);
        return item;
      }
      case 'fact': {
        const item = new TreeItem(node.label);
        item.description = node.value;
        if (node.icon !== '') item.iconPath = icon(node.icon, node.level);
        if (node.command !== undefined) item.command = { command: node.command, title: node.label };
        item.tooltip = [node.label, node.value].filter((text) => text !== '').join(': ');
        return item;
      }
    }
  }

  async getChildren(node?: DatasetNode): Promise<DatasetNode[]> {
    if (node === undefined) return this.roots();
    switch (node.kind) {
      case 'dataset':
        return this.inside(node);
      case 'list':
        return node.items.map((item) => ({ kind: 'fact', ...item, icon: '', level: 'plain' }));
      case 'fact':
        return [];
    }
  }

  private async roots(): Promise<DatasetNode[]> {
    const { all, complete } = await this.datasets.get();
    return [
      ...all.map((dataset): DatasetNode => ({ kind: 'dataset', dataset })),
      ...(all.length > 1 ? [] : [whereToGetMore()]),
      ...(complete
        ? []
        : [
            note(
              l10n.t(
                'Search ended after {0} folders or {1} names: add others by hand',
                formatCount(searchLimits.folders),
                formatCount(searchLimits.names),
              ),
              'info',
              'plain',
            ),
          ]),
    ];
  }

  private async inside(node: DatasetNode & { kind: 'dataset' }): Promise<DatasetNode[]> {
    if (!workspace.isTrusted) {
      const trust = note(l10n.t('Trust the workspace to look inside'), 'shield', 'plain');
      return [{ ...trust, command: 'workbench.trust.manage' }];
    }
    try {
      const known = this.datasets.inspected(node.dataset.source) !== undefined;
      const description = await this.datasets.inspect(node.dataset.source);
      // Its line can say now what names did not tell.
      if (!known) setTimeout(() => this.changed.fire(node), 0);
      return datasetFacts(description);
    } catch (error) {
      return [note(error instanceof Error ? error.message : String(error), 'error', 'error')];
    }
  }

  private datasetItem(dataset: FoundDataset): TreeItem {
    const { name, source, origin } = dataset;
    const item = new TreeItem(name, TreeItemCollapsibleState.Collapsed);
    item.id = source;
    item.description = describeDataset(dataset, this.datasets.inspected(source));
    item.iconPath = datasetIcon(dataset);
    item.contextValue = `simclr.dataset.${origin}`;
    item.tooltip =
      source === 'builtin' ? l10n.t('Patterns of ten shapes, generated on this computer') : source;
    item.accessibilityInformation = { label: `${name}, ${item.description}` };
    return item;
  }
}

/** What to do where there is no data set but the built-in one. */
function whereToGetMore(): DatasetNode {
  return workspace.workspaceFolders === undefined
    ? {
        ...note(l10n.t('Open a folder to find its images'), 'folder-opened', 'plain'),
        command: 'vscode.openFolder',
      }
    : {
        ...note(l10n.t('No images found in the workspace: add a folder'), 'add', 'plain'),
        command: commandIds.addDataset,
      };
}

function note(label: string, icon: string, level: 'plain' | 'error'): DatasetNode & { kind: 'fact' } {
  return { kind: 'fact', label, value: '', icon, level };
}

function icon(id: string, level: 'plain' | 'warning' | 'error'): ThemeIcon {
  return new ThemeIcon(id, level === 'plain' ? undefined : new ThemeColor(`list.${level}Foreground`));
}
