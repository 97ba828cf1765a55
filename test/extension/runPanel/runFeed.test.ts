import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { ChartSettings, ToRunPanel } from '../../../extension/runPanel/messages';
import { RunFeed } from '../../../extension/runPanel/runFeed';
import { fakeServices } from './fakeServices';
import { lossLines, metricsText } from './metricsText';
import { shownRun, type ShownOptions } from './shownRuns';
import { temporaryFolder } from './temporaryFolder';

vi.mock('vscode', () => import('../fakeVscode'));

const patient = { timeout: 20_000, interval: 5 };
const settings: ChartSettings = { smoothing: 0, xAxis: 'step', logarithmic: [], tables: [] };

type Message<Type extends ToRunPanel['type']> = Extract<ToRunPanel, { type: Type }>;

/** A feed of a run folder on disk, and what it has posted. */
function feedOf(options: { readonly lines?: number; readonly shown?: ShownOptions | null } = {}) {
  const runsFolder = temporaryFolder();
  const folder = join(runsFolder, 'run');
  mkdirSync(folder);
  const metrics = join(folder, 'metrics.jsonl');
  writeFileSync(metrics, metricsText(lossLines(options.lines ?? 3, (step) => step)));
  const fake = fakeServices(runsFolder);
  const run = (change: ShownOptions = {}) => shownRun({ ...options.shown, ...change, folder });
  if (options.shown !== null) fake.show(folder, run());
  const posts: { readonly at: number; readonly message: ToRunPanel }[] = [];
  const listener = {
    post: (message: ToRunPanel) => void posts.push({ at: performance.now(), message }),
    shownChanged: vi.fn(),
    refused: vi.fn(),
  };
  const feed = new RunFeed(folder, fake.services, settings, listener);
  onTestFinished(() => feed.dispose());
  feed.setVisible(true);
  const of = <Type extends ToRunPanel['type']>(type: Type) =>
    posts.map(({ message }) => message).filter((message): message is Message<Type> => message.type === type);
  return { ...fake, feed, folder, metrics, posts, listener, of, run };
}

function losses(messages: readonly Message<'series'>[]): number[] {
  return messages.reduce<number[]>((drawn, { parts: { loss } }) => {
    return loss === undefined ? drawn : [...drawn.slice(0, loss.from), ...loss.value];
  }, []);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

describe('RunFeed', () => {
  it('posts nothing before the panel is ready, then everything', async () => {
    const { feed, posts, of } = feedOf();
    await pause(50);
    expect(posts).toEqual([]);
    feed.panelReady();
    await vi.waitFor(() => expect(losses(of('series'))).toEqual([1, 2, 3]), patient);
    expect(of('settings')[0]?.settings).toEqual(settings);
    expect(of('view').at(-1)?.view).toMatchObject({ title: 'first', state: 'running' });
    expect(of('pairs')[0]).toEqual({ type: 'pairs', sample: null, sheet: null });
  });

  it('has read the metrics by the time that the panel is ready', async () => {
    const { feed, of } = feedOf();
    await vi.waitFor(() => expect(feed.table.lines).toBe(3), patient);
    feed.panelReady();
    await vi.waitFor(() => expect(of('series')).toHaveLength(1), patient);
  });

  it('posts nothing while hidden, and everything anew when shown again', async () => {
    const { feed, posts, of, metrics, show, folder, run } = feedOf();
    feed.panelReady();
    await vi.waitFor(() => expect(losses(of('series'))).toEqual([1, 2, 3]), patient);
    feed.setVisible(false);
    const before = posts.length;
    appendFileSync(metrics, metricsText(lossLines(1, () => 9)));
    show(folder, run({ title: 'renamed' }));
    await pause(300);
    expect(posts).toHaveLength(before);
    feed.setVisible(true);
    await pause(50);
    expect(posts).toHaveLength(before);
    feed.panelReady();
    await vi.waitFor(() => expect(losses(of('series').slice(1))).toEqual([1, 2, 3, 9]), patient);
    expect(of('view').at(-1)?.view.title).toBe('renamed');
    expect(of('settings')).toHaveLength(2);
  });

  it('follows a run that trains, and sends only what is new', async () => {
    const { feed, of, metrics } = feedOf();
    feed.panelReady();
    await vi.waitFor(() => expect(losses(of('series'))).toHaveLength(3), patient);
    appendFileSync(metrics, metricsText([{ step: 50, epoch: 5, time: 25, loss: 0.5 }]));
    await vi.waitFor(() => expect(losses(of('series'))).toEqual([1, 2, 3, 0.5]), patient);
    expect(of('series').at(-1)).toMatchObject({ latest: { loss: 0.5 }, lines: 4 });
    expect(of('series').at(-1)?.parts.loss?.value).toHaveLength(1);
    await vi.waitFor(() => expect(of('view').at(-1)?.view.step).toBe(50), patient);
  });

  it('posts at most ten updates a second, however fast things change', async () => {
    const { feed, posts, metrics, show, folder, run } = feedOf();
    feed.panelReady();
    const began = performance.now();
    for (let i = 0; performance.now() - began < 1000; i++) {
      appendFileSync(metrics, metricsText([{ step: 50 + i, epoch: 5, time: 25, loss: i }]));
      show(folder, run({ stepsPerSecond: i + 1 }));
      await pause(1);
    }
    for (const type of ['view', 'series'] as const) {
      const times = posts.filter(({ message }) => message.type === type).map(({ at }) => at);
      expect(times.length).toBeGreaterThan(1);
      const gaps = times.slice(1).map((at, i) => at - (times[i] ?? 0));
      // Timers are allowed to be a millisecond early.
      expect(Math.min(...gaps)).toBeGreaterThan(98);
    }
  });

  it('does not repeat a view in which nothing has changed', async () => {
    const { feed, of, show, folder, run } = feedOf({ shown: { state: 'finished', link: 'none' } });
    feed.panelReady();
    await vi.waitFor(() => expect(losses(of('series'))).toHaveLength(3), patient);
    await pause(150);
    const before = of('view').length;
    for (let i = 0; i < 5; i++) {
      show(folder, run());
      await pause(30);
    }
    await pause(150);
    expect(of('view')).toHaveLength(before);
  });

  it('draws a long file once it is read, not part by part', async () => {
    const { feed, of } = feedOf({ lines: 30_000 });
    feed.panelReady();
    await vi.waitFor(() => expect(of('series').at(-1)?.lines).toBe(30_000), patient);
    expect(of('series')).toHaveLength(1);
  });

  it('says so when the run is gone, and shows it when it is back', async () => {
    const { feed, of, show, folder, run } = feedOf();
    feed.panelReady();
    await vi.waitFor(() => expect(of('view')).not.toEqual([]), patient);
    rmSync(folder, { recursive: true });
    show(folder, null);
    await vi.waitFor(() => expect(of('gone')).toHaveLength(1), patient);
    expect(of('gone')[0]?.message).toMatch(/is gone: it was moved or deleted\. Close this panel/);
    const before = of('view').length;
    show(folder, run());
    await vi.waitFor(() => expect(of('view').length).toBeGreaterThan(before), patient);
  });

  it('says what is wrong with a run that cannot be read, and looks for one that the store does not know yet', async () => {
    const { feed, of, store } = feedOf({ shown: null });
    expect(store.refresh).toHaveBeenCalledTimes(1);
    store.broken.push({ id: 'run', reason: '/r/run.json is damaged: it is not JSON' });
    feed.panelReady();
    await vi.waitFor(
      () =>
        expect(of('gone').at(-1)?.message).toBe(
          '/r/run.json is damaged: it is not JSON; restore the file, or delete the run folder.',
        ),
      patient,
    );
  });

  it('shows the sheet of the first batch, and asks once for pairs when the engine has some', async () => {
    const { feed, of, folder, show, run, control } = feedOf();
    control.pairs.mockResolvedValue({ imageSize: 32, pairs: [] });
    feed.panelReady();
    await vi.waitFor(() => expect(of('pairs')).not.toEqual([]), patient);
    expect(control.pairs).not.toHaveBeenCalled();
    mkdirSync(join(folder, 'samples'));
    writeFileSync(join(folder, 'samples', 'pairs.png'), 'png');
    show(folder, run({ hasPairs: true }));
    show(folder, run({ hasPairs: true }));
    await vi.waitFor(
      () =>
        expect(of('pairs').at(-1)).toEqual({
          type: 'pairs',
          sample: { imageSize: 32, pairs: [] },
          sheet: Buffer.from('png').toString('base64'),
        }),
      patient,
    );
    expect(control.pairs.mock.calls).toEqual([[folder, 8]]);
    feed.newPairs(16);
    expect(control.pairs).toHaveBeenLastCalledWith(folder, 16);
  });

  it('tells the user when the engine refuses what he asked for, not what he did not', async () => {
    const { feed, control, listener, log, folder, show, run } = feedOf();
    control.pairs.mockRejectedValue(new Error('The run has ended.'));
    feed.panelReady();
    show(folder, run({ hasPairs: true }));
    await vi.waitFor(() => expect(log.warn).toHaveBeenCalled(), patient);
    expect(listener.refused).not.toHaveBeenCalled();
    feed.newPairs(8);
    await vi.waitFor(() => expect(listener.refused).toHaveBeenCalledWith('The run has ended.'), patient);
  });

  it('smooths anew when the settings say so', async () => {
    const { feed, of } = feedOf();
    feed.panelReady();
    await vi.waitFor(() => expect(of('series')).toHaveLength(1), patient);
    feed.setSettings({ ...settings, smoothing: 0.9 }, true);
    await vi.waitFor(() => expect(of('series').at(-1)?.parts.loss?.smooth).toHaveLength(3), patient);
    expect(of('settings')).toHaveLength(1);
    feed.setSettings({ ...settings, smoothing: 0.9, xAxis: 'time' }, false);
    await vi.waitFor(() => expect(of('settings').at(-1)?.settings.xAxis).toBe('time'), patient);
  });

  it('leaves nothing behind when it is disposed of', async () => {
    const { feed, posts, listeners, metrics } = feedOf();
    feed.panelReady();
    await vi.waitFor(() => expect(posts).not.toEqual([]), patient);
    feed.dispose();
    const before = posts.length;
    expect(listeners.size).toBe(0);
    appendFileSync(metrics, metricsText(lossLines(1, () => 9)));
    await pause(300);
    expect(posts).toHaveLength(before);
  });
});
