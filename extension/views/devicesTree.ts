import {
  EventEmitter,
  l10n,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  workspace,
} from 'vscode';
import type { TreeDataProvider } from 'vscode';
import type { BackendDescription } from '../../engine/protocol/toolProtocol';
import { DisposableStore } from '../dispose';
import type { EngineNode } from '../engine/engineNode';
import type { NodeFinder } from '../engine/nodeFinder';
import type { ToolEngine } from '../engine/toolEngine';
import { commandIds } from '../ids';
import { readSettings, settingsSection } from '../settings';
import { describeBackend, isUsed } from './describeBackend';
import { DeviceTest } from './deviceTest';

/** A line of the Devices tree. */
export type DeviceNode =
  | { readonly kind: 'backend'; readonly backend: BackendDescription }
  | { readonly kind: 'node'; readonly node: EngineNode }
  | {
      readonly kind: 'note';
      readonly label: string;
      readonly value: string;
      readonly icon: string;
      readonly level: 'plain' | 'warning' | 'error';
      readonly command: string | null;
    };

/** What stands in the Devices tree: what computes here, and the Node.js that runs the engine. */
export class DevicesTree extends DisposableStore implements TreeDataProvider<DeviceNode> {
  private readonly changed = this.add(new EventEmitter<undefined>());
  readonly onDidChangeTreeData = this.changed.event;
  private readonly tested: DeviceTest;

  /** @param openTool starts an engine that nothing else is asked of. */
  constructor(
    openTool: () => ToolEngine,
    private readonly nodes: NodeFinder,
  ) {
    super();
    this.tested = this.add(new DeviceTest(openTool));
    this.add(this.tested.onDidChange(() => this.changed.fire(undefined)));
    this.add(workspace.onDidGrantWorkspaceTrust(() => this.changed.fire(undefined)));
    this.add(
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(settingsSection)) this.changed.fire(undefined);
      }),
    );
  }

  /** Tests the devices, again where that was done. Never rejects: what went wrong stands in the tree. */
  test(): Promise<void> {
    return this.tested.run();
  }

  /** Ends a test that is under way, and waits until its process has closed its files. */
  stopTest(): Promise<void> {
    return this.tested.stop();
  }

  /** What the last test found; null before one. */
  get found(): readonly BackendDescription[] | null {
    return this.tested.found;
  }

  getTreeItem(node: DeviceNode): TreeItem {
    switch (node.kind) {
      case 'backend':
        return backendItem(node.backend);
      case 'node':
        return nodeItem(node.node);
      case 'note':
        return noteItem(node);
    }
  }

  async getChildren(parent?: DeviceNode): Promise<DeviceNode[]> {
    if (parent === undefined) return workspace.isTrusted ? this.roots() : [];
    switch (parent.kind) {
      case 'backend': {
        const { details } = describeBackend(parent.backend, false);
        return details.map((detail) => ({ kind: 'note', ...detail, level: 'plain', command: null }));
      }
      case 'node':
        return nodeNotes(parent.node);
      case 'note':
        return [];
    }
  }

  private async roots(): Promise<DeviceNode[]> {
    if (this.tested.found === null && this.tested.problem === null && this.tested.state === 'resting')
      void this.test();
    const { found, problem, state } = this.tested;
    const setting = readSettings().backend;
    const used = (backend: BackendDescription) => Number(isUsed(backend, setting));
    const backends = [...(found ?? [])].sort((a, b) => used(b) - used(a));
    return [
      ...(state === 'resting' ? [] : [note(testText(state), 'loading~spin')]),
      ...(problem === null ? [] : [failure(problem, commandIds.testDevices)]),
      ...backends.map((backend): DeviceNode => ({ kind: 'backend', backend })),
      await this.engineNode(),
    ];
  }

  private async engineNode(): Promise<DeviceNode> {
    try {
      return { kind: 'node', node: await this.nodes.find() };
    } catch (error) {
      return failure(messageOf(error), commandIds.chooseEngineNode);
    }
  }
}

function testText(state: 'testing' | 'warmingUp'): string {
  return state === 'warmingUp'
    ? l10n.t('Warming up CUDA: minutes the first time on a new GPU…')
    : l10n.t('Testing what computes here…');
}

function backendItem(backend: BackendDescription): TreeItem {
  const line = describeBackend(backend, isUsed(backend, readSettings().backend));
  const item = new TreeItem(line.label, TreeItemCollapsibleState.Collapsed);
  item.id = backend.name;
  item.description = line.description;
  item.iconPath = new ThemeIcon(line.icon, line.color === null ? undefined : new ThemeColor(line.color));
  item.contextValue = `simclr.backend.${backend.name}.${backend.available ? 'available' : 'missing'}`;
  item.tooltip = backend.detail;
  item.accessibilityInformation = { label: `${line.label}, ${line.description}` };
  return item;
}

function nodeItem({ version, origin, path, advice }: EngineNode): TreeItem {
  const item = new TreeItem(
    `Node.js ${version}`,
    advice === null ? TreeItemCollapsibleState.Collapsed : TreeItemCollapsibleState.Expanded,
  );
  const from = {
    setting: l10n.t('chosen by you'),
    path: l10n.t('found on the PATH'),
    editor: l10n.t("the editor's own"),
  };
  item.id = 'node';
  item.description = from[origin];
  item.iconPath = new ThemeIcon('server-process');
  item.contextValue = 'simclr.engineNode';
  item.tooltip = l10n.t('Runs the engine: {0}', path);
  return item;
}

function nodeNotes({ path, advice }: EngineNode): DeviceNode[] {
  return [
    ...(advice === null
      ? []
      : [{ ...note(advice, 'lightbulb'), level: 'warning', command: commandIds.chooseEngineNode } as const]),
    note(path, 'file-binary'),
  ];
}

function noteItem(node: DeviceNode & { kind: 'note' }): TreeItem {
  const item = new TreeItem(node.label);
  const color = node.level === 'plain' ? undefined : new ThemeColor(`list.${node.level}Foreground`);
  item.description = node.value;
  item.iconPath = new ThemeIcon(node.icon, color);
  item.tooltip = [node.label, node.value].filter((text) => text !== '').join(': ');
  if (node.command !== null) item.command = { command: node.command, title: node.label };
  return item;
}

function note(label: string, icon: string): DeviceNode & { kind: 'note' } {
  return { kind: 'note', label, value: '', icon, level: 'plain', command: null };
}

function failure(label: string, command: string): DeviceNode {
  return { kind: 'note', label, value: '', icon: 'error', level: 'error', command };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
