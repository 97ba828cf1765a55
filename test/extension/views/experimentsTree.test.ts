import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { Emitter } from 'vscode-jsonrpc/node';
import { runPaths } from '../../../engine/runs/runPaths';
import type { RunChange, RunStore } from '../../../extension/runs/runStore';
import type { ShownRun } from '../../../extension/runs/shownRun';
import type { ExperimentNode } from '../../../extension/views/experimentNode';
import { ExperimentsTree } from '../../../extension/views/experimentsTree';
import { planOf, shownRun } from '../runs/shownRuns';

vi.mock('vscode', async () => ({
  ...(await import('../fakeVscode')),
  EventEmitter: (await import('vscode-jsonrpc/node')).Emitter,
  TreeItem: class {
    constructor(
      public label: string,
      public collapsibleState = 0,
    ) {}
  },
  TreeItemCollapsibleState: { None: 0, Collapsed: 1, Expanded: 2 },
  ThemeIcon: vi.fn(),
  ThemeColor: vi.fn(),
  MarkdownString: vi.fn(),
  Uri: { file: (path: string) => path },
}));

/** Runs that a test changes as it likes. */
class FakeStore implements RunStore {
  readonly runsFolder = '/runs';
  readonly loaded = true;
  readonly broken = [{ id: 'torn', reason: '/runs/torn/run.json is damaged' }];
  readonly onDidEnd = new Emitter<never>().event;
  readonly onDidWarn = new Emitter<never>().event;
  private readonly changes = new Emitter<RunChange>();
  readonly onDidChange = this.changes.event;

  constructor(public runs: readonly ShownRun[]) {}

  get(folder: string): ShownRun | undefined {
    return this.runs.find(({ run }) => run.paths.folder === folder);
  }

  /** Puts `shown` in the place of the run of that name, or adds it, and tells of it. */
  put(shown: ShownRun): void {
    this.runs = [...this.runs.filter(({ title }) => title !== shown.title), shown];
    this.changes.fire({ folders: new Set([shown.run.paths.folder]) });
  }

  refresh(): Promise<void> {
    return Promise.resolve();
  }

  dispose(): void {
    this.changes.dispose();
  }
}

const training = (title: string, step: number, minute = 1) =>
  shownRun(title, 'running', {
    createdAt: `2026-11-23T18:0${minute}:00.000Z`,
    plan: planOf(100),
    progress: { step, epoch: step / 10, time: step },
  });

/** What the tree has asked to be drawn anew since the last look: lines by name, "all" for everything. */
function watch(tree: ExperimentsTree) {
  const drawn: string[] = [];
  tree.onDidChangeTreeData((node?: ExperimentNode) => {
    drawn.push(node === undefined ? 'all' : node.folder.replace(/^.*[\\/]/, ''));
  });
  return () => drawn.splice(0);
}

/** Draws every top line, as the editor does. */
async function draw(tree: ExperimentsTree): Promise<ExperimentNode[]> {
  const roots = await tree.getChildren();
  for (const node of roots) tree.getTreeItem(node);
  return roots;
}

describe('the Experiments tree', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('redraws the line of a run that changed, and at most twice a second', async () => {
    const store = new FakeStore([training('a', 10), training('b', 10, 2)]);
    const tree = new ExperimentsTree(store);
    const drawn = watch(tree);
    const before = await draw(tree);
    for (let step = 11; step < 21; step++) store.put(training('a', step));
    expect(drawn()).toEqual([]);
    vi.advanceTimersByTime(500);
    expect(drawn()).toEqual(['a']);
    vi.advanceTimersByTime(5000);
    expect(drawn()).toEqual([]);
    expect((await draw(tree))[0]).toBe(before[0]);
    tree.dispose();
  });

  test('leaves a line alone that would look the same', async () => {
    const store = new FakeStore([training('a', 10)]);
    const tree = new ExperimentsTree(store);
    const drawn = watch(tree);
    await draw(tree);
    store.put({ ...training('a', 10), stepsPerSecond: 3 });
    vi.advanceTimersByTime(500);
    expect(drawn()).toEqual([]);
    tree.dispose();
  });

  test('redraws everything when a run comes, or changes its place', async () => {
    const store = new FakeStore([training('a', 10)]);
    const tree = new ExperimentsTree(store);
    const drawn = watch(tree);
    await draw(tree);
    store.put(training('b', 0, 2));
    vi.advanceTimersByTime(500);
    expect(drawn()).toEqual(['all']);
    await draw(tree);
    store.put(shownRun('b', 'finished'));
    vi.advanceTimersByTime(500);
    expect(drawn()).toEqual(['all']);
    tree.dispose();
  });

  test('shows folders that cannot be read, but not among those that were filtered', async () => {
    const tree = new ExperimentsTree(new FakeStore([training('a', 10)]));
    expect((await draw(tree)).at(-1)).toMatchObject({ kind: 'broken', id: 'torn' });
    tree.arrange('newest', { text: 'nothing', state: null });
    expect(await draw(tree)).toEqual([]);
    tree.dispose();
  });
});

test('a run opens to what its folder has', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'simclr-tree-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const paths = runPaths(folder);
  const shown = training('a', 20);
  const store = new FakeStore([{ ...shown, run: { ...shown.run, paths } }]);
  const tree = new ExperimentsTree(store);
  const kinds = async () => {
    const [run] = await tree.getChildren();
    return (await tree.getChildren(run)).map(({ kind }) => kind);
  };
  expect(await kinds()).toEqual(['configuration']);

  mkdirSync(paths.checkpoints);
  writeFileSync(join(paths.checkpoints, 'step-00000010.safetensors'), 'abc');
  writeFileSync(join(paths.checkpoints, 'step-00000020.safetensors'), 'abc');
  writeFileSync(paths.log, '');
  expect(await kinds()).toEqual(['configuration', 'checkpoints', 'log']);
  const checkpoints = await tree.getChildren({ kind: 'checkpoints', folder });
  expect(checkpoints.map((node) => tree.getTreeItem(node))).toMatchObject([
    { label: 'Step 20', description: 'epoch 2 · 3 B' },
    { label: 'Step 10' },
  ]);
  expect(tree.getTreeItem({ kind: 'checkpoints', folder }).label).toBe('Checkpoints (2)');
  tree.dispose();
});
