import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { CancellationToken } from 'vscode';
import type { Judgement } from '../../../engine/protocol/embeddingProtocol';
import { writeEmbeddings } from '../../../engine/runs/embeddings';
import { runPaths } from '../../../engine/runs/runPaths';
import { EmbeddingFeed } from '../../../extension/embeddingPanel/embeddingFeed';
import type { ToEmbeddingPanel } from '../../../extension/embeddingPanel/messages';
import type { ToolEngine } from '../../../extension/engine/toolEngine';
import { fakeServices } from '../runPanel/fakeServices';
import { shownRun } from '../runPanel/shownRuns';
import { temporaryFolder } from '../runPanel/temporaryFolder';
import { workspace } from './fakeEditor';

vi.mock('vscode', () => import('./fakeEditor'));

const images = {
  ...{ split: 'test' as const, classes: ['a', 'b'], ids: ['test/0', 'test/1'], labels: [0, 1] },
  ...{ factors: [], sampling: { of: 9, seed: 1 } },
};
const rows = (...data: number[]) => ({ data: Float32Array.from(data), count: 2, size: data.length / 2 });

type Message<Type extends ToEmbeddingPanel['type']> = Extract<ToEmbeddingPanel, { type: Type }>;

/** A feed of a run with embeddings of step 8, a checkpoint of step 16, and a line of metrics. */
function opened(show: number | null = null) {
  workspace.isTrusted = true;
  const folder = temporaryFolder();
  const paths = runPaths(folder);
  writeEmbeddings(paths.embeddings, 8, { h: rows(1, 2, 3, 4), z: rows(5, 6) }, images);
  mkdirSync(paths.checkpoints);
  writeFileSync(join(paths.checkpoints, 'step-00000016.safetensors'), '');
  const line = { step: 8, epoch: 1, time: 1, 'probe.h': 0.6, 'probe.z': 0.4, 'rank.h': 3, 'rank.z': 2 };
  writeFileSync(paths.metrics, `{"step":1,"epoch":0.1,"time":0}\n${JSON.stringify(line)}\n`);

  const fake = fakeServices(dirname(folder));
  const tool = {
    computeEmbeddings: vi.fn<ToolEngine['computeEmbeddings']>(() => Promise.resolve({ images: 2 })),
    judge: vi.fn<ToolEngine['judge']>(),
    thumbnails: vi.fn<ToolEngine['thumbnails']>(),
  };
  const posted: ToEmbeddingPanel[] = [];
  const services = { ...fake.services, tool: tool as unknown as ToolEngine };
  const feed = new EmbeddingFeed(folder, services, show, {
    post: (message) => posted.push(message),
    shownChanged: () => undefined,
  });
  onTestFinished(() => feed.dispose());
  const last = <Type extends ToEmbeddingPanel['type']>(type: Type) =>
    posted.filter((message): message is Message<Type> => message.type === type).at(-1);
  const showRun = () => {
    fake.show(folder, shownRun({ folder }));
    feed.setVisible(true);
    feed.panelReady();
  };
  return { folder, paths, feed, tool, posted, last, showRun };
}

describe('a panel that is opened', () => {
  it('is told the steps that can be looked at, and what was measured at them', async () => {
    const open = opened(16);
    expect(open.posted).toEqual([]);
    open.showRun();
    await vi.waitFor(() => expect(open.last('knowledge')).toBeDefined());
    const run = open.last('run');
    expect(run?.show).toBe(16);
    expect(run?.run.steps.map(({ step, saved, checkpoint }) => [step, saved, checkpoint])).toEqual([
      [8, true, false],
      [16, false, true],
    ]);
    expect(open.last('knowledge')?.steps).toEqual([
      {
        ...{ step: 8, source: 'run' },
        things: [expect.objectContaining({ name: 'class', h: 0.6, z: 0.4 })],
        measures: [{ name: 'rank', h: 3, z: 2, most: null }],
      },
    ]);
  });

  it('is sent embeddings as they are on disk, or why not', async () => {
    const open = opened();
    const { feed } = open;
    await feed.load(8);
    const sent = open.last('embeddings');
    expect([sent?.h.size, ...new Float32Array(sent?.h.data ?? new ArrayBuffer(0))]).toEqual([2, 1, 2, 3, 4]);
    expect([sent?.z.size, ...new Float32Array(sent?.z.data ?? new ArrayBuffer(0))]).toEqual([1, 5, 6]);
    expect([sent?.images, sent?.sampledOf]).toEqual([images, null]);
    await feed.load(9);
    expect(open.last('failed')).toMatchObject({ what: 'load', step: 9 });
    expect(open.last('failed')?.message).toContain('images.json is missing');
  });

  it('says that the run is gone', async () => {
    const open = opened();
    const { feed } = open;
    feed.setVisible(true);
    feed.panelReady();
    await vi.waitFor(() => expect(open.last('gone')).toBeDefined());
  });
});

describe('what the engine is asked', () => {
  it('comes with its progress, and its end brings the new step', async () => {
    const open = opened();
    const { feed } = open;
    open.showRun();
    await vi.waitFor(() => expect(open.last('run')).toBeDefined());
    open.tool.computeEmbeddings.mockImplementation(({ runFolder, step }, onProgress) => {
      onProgress({ runFolder, phase: 'embedding', done: 2, total: 2 });
      writeEmbeddings(open.paths.embeddings, step, { h: rows(1, 2, 3, 4), z: rows(5, 6) }, images);
      return Promise.resolve({ images: 2 });
    });
    await feed.compute({ type: 'compute', step: 16 });
    const works = open.posted.flatMap((message) => (message.type === 'work' ? [message.work] : []));
    expect(works).toEqual([
      expect.objectContaining({ kind: 'compute', step: 16, total: 0 }),
      { kind: 'compute', step: 16, phase: 'Embedding', done: 2, total: 2 },
      null,
    ]);
    await vi.waitFor(() => expect(open.last('run')?.run.steps.every(({ saved }) => saved)).toBe(true));
  });

  it('can be taken back, which is no failure; another wish takes its place', async () => {
    const open = opened();
    const { feed } = open;
    const tokens: CancellationToken[] = [];
    const judgement = {} as Judgement;
    open.tool.judge.mockImplementationOnce((_, __, token) => {
      if (token !== undefined) tokens.push(token);
      return new Promise((_resolve, reject) =>
        token?.onCancellationRequested(() => reject(new Error('Canceled'))),
      );
    });
    const first = feed.compute({ type: 'judge', step: 8 });
    open.tool.judge.mockResolvedValueOnce(judgement);
    const second = feed.compute({ type: 'judge', step: 8 });
    await Promise.all([first, second]);
    expect(tokens[0]?.isCancellationRequested).toBe(true);
    expect(open.last('failed')).toBeUndefined();
    expect(open.last('judgement')).toEqual({ type: 'judgement', step: 8, judgement });
    expect(open.last('work')?.work).toBeNull();
  });

  it('is said where it fails', async () => {
    const open = opened();
    const { feed } = open;
    open.tool.judge.mockRejectedValueOnce(new Error('The images have no classes.'));
    await feed.compute({ type: 'judge', step: 8 });
    expect(open.last('failed')).toEqual({
      ...{ type: 'failed', what: 'judge', step: 8, message: 'The images have no classes.' },
    });
  });

  it('for images: bytes in the order of the names; nothing in a workspace that is not trusted', async () => {
    const open = opened();
    const { feed } = open;
    const rgb = Buffer.from([1, 2, 3, 4, 5, 6]).toString('base64');
    open.tool.thumbnails.mockResolvedValueOnce({ side: 1, rgb, found: [true, true] });
    await feed.thumbnails(['test/0', 'test/1']);
    const sent = open.last('thumbnails');
    expect([...new Uint8Array(sent?.rgb ?? new ArrayBuffer(0))]).toEqual([1, 2, 3, 4, 5, 6]);
    workspace.isTrusted = false;
    await feed.thumbnails(['test/0']);
    expect(open.tool.thumbnails).toHaveBeenCalledTimes(1);
    expect(open.last('failed')?.message).toContain('Trust this workspace');
  });
});
