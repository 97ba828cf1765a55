import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { Emitter } from 'vscode-jsonrpc/node';
import { writeEvaluation } from '../../../engine/runs/evaluations';
import { runPaths } from '../../../engine/runs/runPaths';
import { EvaluationFiles } from '../../../extension/evaluations/evaluationFiles';
import type { EvaluationJob, JobState } from '../../../extension/evaluations/evaluationJobs';
import type { RunChange, RunStore } from '../../../extension/runs/runStore';
import type { ShownRun } from '../../../extension/runs/shownRun';
import type { ExperimentNode } from '../../../extension/views/experimentNode';
import { ExperimentsTree } from '../../../extension/views/experimentsTree';
import { evaluationOf } from '../evaluations/evaluationOf';
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

const noEvaluations = { of: () => Promise.resolve([]), onDidChange: new Emitter<string>().event };
const noJobs = { stateOf: () => null, onDidChange: new Emitter<EvaluationJob>().event };

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
    if (node === undefined) drawn.push('all');
    else drawn.push(node.kind === 'studyRuns' ? node.name : node.folder.replace(/^.*[\\/]/, ''));
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
    const tree = new ExperimentsTree(store, noEvaluations, noJobs);
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
    const tree = new ExperimentsTree(store, noEvaluations, noJobs);
    const drawn = watch(tree);
    await draw(tree);
    store.put({ ...training('a', 10), stepsPerSecond: 3 });
    vi.advanceTimersByTime(500);
    expect(drawn()).toEqual([]);
    tree.dispose();
  });

  test('redraws everything when a run comes, or changes its place', async () => {
    const store = new FakeStore([training('a', 10)]);
    const tree = new ExperimentsTree(store, noEvaluations, noJobs);
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

  test('gathers the runs of a study beneath one line, where the first of them would stand', async () => {
    const study = { name: 'head', size: 'minutes', cell: { head: 'none' } };
    const ofStudy = (title: string, state: 'finished' | 'failed' | 'running', minute: number) =>
      shownRun(title, state, { study, createdAt: `2026-11-23T18:0${minute}:00.000Z` });
    const store = new FakeStore([
      ...[ofStudy('s0', 'finished', 6), shownRun('a', 'finished'), ofStudy('s1', 'failed', 1)],
      shownRun('other', 'finished', { study: { ...study, size: 'hours' } }),
    ]);
    const tree = new ExperimentsTree(store, noEvaluations, noJobs);
    const [first, second, third] = await draw(tree);
    expect(first && tree.getTreeItem(first)).toMatchObject({
      ...{ label: 'head · minutes', description: '2 runs, 1 failed', contextValue: 'simclr.studyRuns' },
    });
    expect([second, third]).toMatchObject([{ kind: 'studyRuns', size: 'hours' }, { kind: 'run' }]);
    const runs = await tree.getChildren(first);
    expect(runs.map((node) => tree.getTreeItem(node).label)).toEqual(['s0', 's1']);
    expect(tree.getParent(runs[1] as ExperimentNode)).toEqual(first);
    const drawn = watch(tree);
    store.put(ofStudy('s2', 'running', 7));
    vi.advanceTimersByTime(500);
    expect(drawn()).toContain('head');
    expect(await tree.getChildren(first)).toHaveLength(3);
    tree.dispose();
  });

  test('shows folders that cannot be read, but not among those that were filtered', async () => {
    const tree = new ExperimentsTree(new FakeStore([training('a', 10)]), noEvaluations, noJobs);
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
  const tree = new ExperimentsTree(store, noEvaluations, noJobs);
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

describe('the evaluations in the tree', () => {
  const open = () => {
    const folder = mkdtempSync(join(tmpdir(), 'simclr-tree-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const paths = runPaths(folder);
    mkdirSync(paths.checkpoints);
    for (const step of [10, 20]) {
      writeFileSync(join(paths.checkpoints, `step-000000${step}.safetensors`), 'abc');
    }
    const shown = training('a', 20);
    const files = new EvaluationFiles();
    const jobs = new Emitter<EvaluationJob>();
    const state: { of: string; job: JobState | null } = { of: '', job: null };
    const tree = new ExperimentsTree(new FakeStore([{ ...shown, run: { ...shown.run, paths } }]), files, {
      stateOf: (checkpoint) => (checkpoint === state.of ? state.job : null),
      onDidChange: jobs.event,
    });
    onTestFinished(() => {
      tree.dispose();
      files.dispose();
    });
    return { folder, paths, files, jobs, state, tree };
  };
  const checkpointsOf = (tree: ExperimentsTree, folder: string) =>
    tree.getChildren({ kind: 'checkpoints', folder });

  test('lie beneath their checkpoint with their numbers, and below the run once it has gone', async () => {
    const { folder, paths, tree } = open();
    writeEvaluation(paths.evaluations, evaluationOf({ step: 20 }));
    writeEvaluation(paths.evaluations, evaluationOf({ step: 20, createdAt: '2026-11-24T12:09:00.000Z' }));
    writeFileSync(join(paths.evaluations, 'notes.json'), '{}');
    const [later, earlier] = await checkpointsOf(tree, folder);
    expect(await tree.getChildren(earlier)).toEqual([]);
    const lines = await tree.getChildren(later);
    expect(lines.map((node) => tree.getTreeItem(node))).toMatchObject([
      { label: 'Evaluation', description: expect.stringMatching(/^linear h 63.3 % · z 57.0 % · .*\d\d:09$/) },
      { label: 'Evaluation', description: expect.stringMatching(/\d\d:04$/) },
    ]);
    expect(lines.map((node) => tree.getParent(node))).toEqual([later, later]);

    rmSync(join(paths.checkpoints, 'step-00000020.safetensors'));
    await checkpointsOf(tree, folder);
    const parts = await tree.getChildren({ kind: 'run', folder });
    const gone = parts.find(({ kind }) => kind === 'evaluations');
    expect(gone && tree.getTreeItem(gone)).toMatchObject({ label: 'Earlier evaluations (2)' });
    const [orphan] = await tree.getChildren(gone);
    expect(orphan && tree.getTreeItem(orphan)).toMatchObject({ label: 'Step 20' });
    expect(orphan && tree.getParent(orphan)).toBe(gone);
  });

  test('come when a terminal has made one', async () => {
    const { folder, paths, files, tree } = open();
    const drawn = watch(tree);
    await tree.getChildren();
    await checkpointsOf(tree, folder);
    await files.look();
    writeEvaluation(paths.evaluations, evaluationOf({ step: 10 }));
    await files.look();
    await vi.waitFor(() => expect(drawn()).toContain(folder.replace(/^.*[\\/]/, '')));
    const [, node] = await checkpointsOf(tree, folder);
    expect(await tree.getChildren(node)).toHaveLength(1);
  });

  test('are seen while they are made', async () => {
    const { folder, jobs, state, tree } = open();
    const [node] = await checkpointsOf(tree, folder);
    if (node?.kind !== 'checkpoint') throw new Error('no checkpoint');
    state.of = node.checkpoint.path;
    state.job = { kind: 'running', progress: { phase: 'embedding', done: 34, total: 100 } };
    const drawn = watch(tree);
    jobs.fire({ checkpoint: node.checkpoint.path } as EvaluationJob);
    await vi.waitFor(() => expect(drawn()).toHaveLength(1));
    expect(tree.getTreeItem(node)).toMatchObject({
      description: 'embedding images, 34 %',
      contextValue: 'simclr.checkpoint.evaluating',
    });
  });
});
