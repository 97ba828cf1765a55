import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { WebviewPanel } from 'vscode';
import { ComparePanels } from '../../../extension/comparePanel/comparePanels';
import type { ToComparePanel } from '../../../extension/comparePanel/messages';
import * as editor from '../runPanel/fakeEditor';
import { fakeServices } from '../runPanel/fakeServices';
import { lossLines, metricsText } from '../runPanel/metricsText';
import { shownRun, type ShownOptions } from '../runPanel/shownRuns';
import { temporaryFolder } from '../runPanel/temporaryFolder';

vi.mock('vscode', () => import('./fakeCompareEditor'));

const patient = { timeout: 20_000, interval: 5 };

beforeEach(() => vi.clearAllMocks());

function panelsOf() {
  const runsFolder = temporaryFolder();
  const fake = fakeServices(runsFolder);
  const makeRun = (id: string, options: ShownOptions = {}, lines = 3) => {
    const folder = join(runsFolder, id);
    mkdirSync(folder);
    writeFileSync(join(folder, 'metrics.jsonl'), metricsText(lossLines(lines, (step) => 10 - step)));
    fake.show(folder, shownRun({ folder, title: id, state: 'finished', ...options }));
    return folder;
  };
  const panels = new ComparePanels({ extensionUri: editor.Uri.file('/extension') as never }, fake.services);
  onTestFinished(() => panels.dispose());
  return { ...fake, panels, makeRun, runsFolder };
}

function opened(index = 0) {
  return editor.window.createWebviewPanel.mock.results[index]?.value as ReturnType<typeof editor.fakePanel>;
}

type Message<Type extends ToComparePanel['type']> = Extract<ToComparePanel, { type: Type }>;

function messages<Type extends ToComparePanel['type']>(panel: { readonly posted: unknown[] }, type: Type) {
  return (panel.posted as ToComparePanel[]).filter(
    (message): message is Message<Type> => message.type === type,
  );
}

const ready = { type: 'ready', smoothing: 0 };

describe('ComparePanels', () => {
  it('opens a panel for some runs, and shows it again for the same ones in any order', () => {
    const { panels, makeRun } = panelsOf();
    const [a, b, c] = [makeRun('a'), makeRun('b'), makeRun('c')];
    panels.open([a, b]);
    panels.open([b, `${a}/`]);
    panels.open([a, b, c]);
    expect(editor.window.createWebviewPanel).toHaveBeenCalledTimes(2);
    expect(opened().reveal).toHaveBeenCalledTimes(1);
    expect([opened(0).title, opened(1).title]).toEqual(['a ↔ b', '3 runs compared']);
  });

  it('posts the runs, then each in words and with all its points', async () => {
    const { panels, makeRun } = panelsOf();
    const [a, b] = [makeRun('a', { config: { batchSize: 64 } }), makeRun('b', {}, 5)];
    panels.open([a, b]);
    opened().send(ready);
    await vi.waitFor(() => expect(messages(opened(), 'series')).toHaveLength(2), patient);
    expect(messages(opened(), 'runs')).toEqual([{ type: 'runs', folders: [a, b] }]);
    const [run] = messages(opened(), 'run');
    expect(run?.run).toMatchObject({
      folder: a,
      title: 'a',
      state: 'finished',
      chance: 0.25,
      labelled: true,
    });
    expect(run?.run.fields).toContainEqual({ path: 'batchSize', value: 64 });
    expect(run?.run.fields).toContainEqual({ path: 'found.encoderParameters', value: 77_392 });
    const series = messages(opened(), 'series').find(({ folder }) => folder === b);
    expect([...(series?.parts.loss?.value ?? [])]).toEqual([9, 8, 7, 6, 5]);
    expect(series?.summaries.loss).toMatchObject({ last: { value: 5 }, best: { value: 5, step: 5 } });
    const types = (opened().posted as ToComparePanel[]).map(({ type }) => type);
    expect(types.indexOf('runs')).toBe(0);
    expect(types.indexOf('run')).toBeLessThan(types.indexOf('series'));
  });

  it('posts nothing before the page is ready or while it is hidden, and everything when it is shown again', async () => {
    const { panels, makeRun } = panelsOf();
    panels.open([makeRun('a'), makeRun('b')]);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(opened().posted).toEqual([]);
    opened().setVisible(false);
    opened().setVisible(true);
    opened().send(ready);
    await vi.waitFor(() => expect(messages(opened(), 'series')).toHaveLength(2), patient);
    opened().setVisible(false);
    const before = opened().posted.length;
    opened().setVisible(true);
    opened().send(ready);
    await vi.waitFor(() => expect(messages(opened(), 'series')).toHaveLength(4), patient);
    expect(messages(opened(), 'series')[2]).toEqual(messages(opened(), 'series')[0]);
    expect(opened().posted.slice(before)[0]).toMatchObject({ type: 'runs' });
  });

  it('follows runs at work, and smooths by what the page says', async () => {
    const { panels, makeRun } = panelsOf();
    const live = makeRun('live', { state: 'running' });
    panels.open([live, makeRun('b')]);
    opened().send(ready);
    await vi.waitFor(() => expect(messages(opened(), 'series')).toHaveLength(2), patient);
    appendFileSync(join(live, 'metrics.jsonl'), metricsText([{ step: 50, epoch: 5, time: 25, loss: 0.5 }]));
    const latest = () => messages(opened(), 'series').at(-1);
    await vi.waitFor(() => expect(latest()?.summaries.loss?.last.value).toBe(0.5), patient);
    expect(latest()?.parts.loss?.value).toHaveLength(1);
    await vi.waitFor(() => expect(messages(opened(), 'run').at(-1)?.run.step).toBe(50), patient);
    opened().send({ type: 'smoothing', smoothing: 0.9 });
    await vi.waitFor(() => {
      const part = messages(opened(), 'series').findLast(({ folder }) => folder === live)?.parts.loss;
      expect(part?.smooth).toHaveLength(4);
    }, patient);
  });

  it('adds runs that the user picks, and takes away those that he takes out', async () => {
    const { panels, makeRun, store } = panelsOf();
    const [a, b, c] = [makeRun('a'), makeRun('b'), makeRun('c')];
    Object.assign(store, { runs: [a, b, c].map((folder) => store.get(folder)) });
    panels.open([a, b]);
    opened().send(ready);
    await vi.waitFor(() => expect(messages(opened(), 'series')).toHaveLength(2), patient);
    const { window } = await import('./fakeCompareEditor');
    window.showQuickPick.mockImplementationOnce((items: readonly unknown[]) => Promise.resolve(items));
    opened().send({ type: 'add' });
    await vi.waitFor(() => expect(messages(opened(), 'runs').at(-1)?.folders).toEqual([a, b, c]), patient);
    await vi.waitFor(
      () => expect(messages(opened(), 'series').some(({ folder }) => folder === c)).toBe(true),
      patient,
    );
    expect(opened().title).toBe('3 runs compared');
    opened().send({ type: 'remove', folder: a });
    await vi.waitFor(() => expect(messages(opened(), 'runs').at(-1)?.folders).toEqual([b, c]), patient);
    expect(opened().title).toBe('b ↔ c');
    window.showQuickPick.mockResolvedValueOnce(undefined);
    opened().send({ type: 'add' });
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(messages(opened(), 'runs').at(-1)?.folders).toEqual([b, c]);
  });

  it('says which run is gone, and shows it again when it is back', async () => {
    const { panels, makeRun, show } = panelsOf();
    const [a, b] = [makeRun('a'), makeRun('b')];
    panels.open([a, b]);
    opened().send(ready);
    await vi.waitFor(() => expect(messages(opened(), 'series')).toHaveLength(2), patient);
    rmSync(b, { recursive: true });
    show(b, null);
    await vi.waitFor(() => expect(messages(opened(), 'missing')).toHaveLength(1), patient);
    expect(messages(opened(), 'missing')[0]).toMatchObject({
      folder: b,
      id: 'b',
      message: expect.stringMatching(/is gone: it was moved or deleted\. Remove it from the comparison/),
    });
    const before = messages(opened(), 'run').length;
    show(b, shownRun({ folder: b, title: 'back', state: 'finished' }));
    await vi.waitFor(() => expect(messages(opened(), 'run').length).toBeGreaterThan(before), patient);
    expect(messages(opened(), 'run').at(-1)?.run.title).toBe('back');
  });

  it('comes back after a reload with its runs, and closes where it cannot', async () => {
    const { makeRun } = panelsOf();
    const folders = [makeRun('a'), makeRun('b')];
    const serializer = editor.window.registerWebviewPanelSerializer.mock.calls[0]?.[1];
    const restore = async (state: unknown) => {
      const panel = editor.fakePanel();
      await serializer?.deserializeWebviewPanel(panel as WebviewPanel, state);
      return panel;
    };
    const panel = await restore({ folders, filter: 'kept by the page' });
    expect(panel.title).toBe('a ↔ b');
    panel.send(ready);
    await vi.waitFor(() => expect(messages(panel, 'runs')[0]?.folders).toEqual(folders), patient);
    for (const state of [undefined, { folders: [] }, { folders: [7] }]) {
      expect((await restore(state)).isGone()).toBe(true);
    }
  });

  it('turns requests of the page into commands, and ignores what is none', () => {
    const { panels, makeRun, log } = panelsOf();
    const [a, b] = [makeRun('a'), makeRun('b')];
    panels.open([a, b]);
    opened().send({ type: 'open', folder: a });
    opened().send({ type: 'diff', a, b });
    expect(editor.commands.executeCommand.mock.calls).toEqual([
      ['simclr.openRun', a],
      ['simclr.diffConfigs', [a, b]],
    ]);
    const bad = [
      null,
      { type: 'ready' },
      { type: 'remove' },
      { type: 'export', name: '../x', format: 'csv', data: '' },
    ];
    for (const message of bad) opened().send(message);
    expect(log.warn).toHaveBeenCalledTimes(bad.length);
  });

  it('saves the table as it is sent, and every logged point of a metric', async () => {
    const { panels, makeRun, runsFolder } = panelsOf();
    const [a, b] = [makeRun('a', { title: 'a, "first"' }), makeRun('b')];
    panels.open([a, b]);
    opened().send(ready);
    await vi.waitFor(() => expect(messages(opened(), 'series')).toHaveLength(2), patient);
    const save = async (message: unknown, name: string) => {
      const target = join(runsFolder, name);
      editor.window.showSaveDialog.mockResolvedValueOnce(editor.Uri.file(target));
      opened().send(message);
      await vi.waitFor(() => expect(editor.window.showInformationMessage).toHaveBeenCalled(), patient);
      editor.window.showInformationMessage.mockClear();
      return readFileSync(target, 'utf8');
    };
    expect(await save({ type: 'export', name: 'table', format: 'csv', data: 'run\na\n' }, 'table.csv')).toBe(
      'run\na\n',
    );
    const points = await save({ type: 'exportMetric', metric: 'loss', folders: [a, b] }, 'loss.csv');
    const [head, first, ...rest] = points.trimEnd().split('\n');
    expect(head).toBe('run,id,step,epoch,time,loss');
    expect(first).toMatch(/^"a, ""first""",[^,]+,1,0\.1,0\.5,9$/);
    expect(rest).toHaveLength(5);
    expect(editor.window.showSaveDialog.mock.calls[0]).toMatchObject([{ title: 'Export table' }]);
  });

  it('closes its panels when it is disposed of, and leaves nothing behind', () => {
    const { panels, makeRun, listeners } = panelsOf();
    panels.open([makeRun('a'), makeRun('b')]);
    panels.dispose();
    expect(opened().isGone()).toBe(true);
    expect(listeners.size).toBe(0);
  });
});
