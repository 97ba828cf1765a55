import { fork, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  CancellationTokenSource,
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import { assetPath } from '../../../engine/assets';
import { renderScene } from '../../../engine/data/builtin/render';
import { drawScene } from '../../../engine/data/builtin/scene';
import {
  computeEmbeddingsRequest,
  embeddingProgressNotification,
  judgeRequest,
  thumbnailsRequest,
  type EmbeddingProgress,
} from '../../../engine/protocol/embeddingProtocol';
import { helloRequest } from '../../../engine/protocol/hello';
import { backendsRequest } from '../../../engine/protocol/toolProtocol';
import { protocolVersion } from '../../../engine/protocol/version';
import { PhiloxStream } from '../../../engine/random/philox';
import { streams } from '../../../engine/random/streams';
import { embeddingFolder, readEmbeddingImages } from '../../../engine/runs/embeddings';
import { runPaths } from '../../../engine/runs/runPaths';
import { trainRun } from '../../../engine/train/trainRun';
import { tinyConfig } from '../train/tinyRun';

const step = 16;
let folder = '';
let runFolder = '';
let child: ChildProcess;
let connection: MessageConnection;
const told: EmbeddingProgress[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'simclr-embeddings-'));
  const summary = await trainRun({
    config: tinyConfig({ epochs: 2 }),
    ...{ runsFolder: folder, baseFolder: folder, signal: new AbortController().signal },
    onEvent: () => undefined,
  });
  runFolder = summary.runFolder;
  child = fork(assetPath('main.js'), ['tools'], {
    execArgv: [],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
  connection.onNotification(embeddingProgressNotification, (progress) => void told.push(progress));
  connection.listen();
  await connection.sendRequest(helloRequest, { protocol: protocolVersion, token: '', client: 'the test' });
});
afterAll(() => {
  child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

const saved = () => embeddingFolder(runPaths(runFolder).embeddings, step);

it('embeds a checkpoint as the run itself did, while devices are tested too', async () => {
  const files = ['h.npy', 'z.npy', 'images.json'].map((name) => join(saved(), name));
  const before = files.map((file) => readFileSync(file, 'base64'));
  rmSync(saved(), { recursive: true });
  const [computed, backends] = await Promise.all([
    connection.sendRequest(computeEmbeddingsRequest, { runFolder, step }),
    connection.sendRequest(backendsRequest, {}),
  ]);
  expect(computed).toEqual({ images: 32 });
  expect(backends.find(({ name }) => name === 'cpu')?.selfTest?.passed).toBe(true);
  const after = files.map((file) => readFileSync(file));
  expect(after[2]?.toString('base64')).toBe(before[2]);
  // In evaluation mode the network is the same; the batches and so the rounding need not be.
  for (const i of [0, 1]) {
    const [a, b] = [Buffer.from(before[i] ?? '', 'base64'), after[i] ?? Buffer.alloc(0)];
    expect(b.length).toBe(a.length);
    for (let at = 128; at < a.length; at += 4) {
      expect(b.readFloatLE(at)).toBeCloseTo(a.readFloatLE(at), 4);
    }
  }
  expect(told.at(-1)).toEqual({ runFolder, phase: 'embedding', done: 32, total: 32 });
});

it('judges each image on h and on z', async () => {
  const { h, z } = await connection.sendRequest(judgeRequest, { runFolder, step });
  expect([h.correct.length, z.loss.length]).toEqual([32, 32]);
  expect(told.some(({ phase, total }) => phase === 'fitting' && total === 10)).toBe(true);
});

it('shows evaluation images small, by name, with a gap where one is gone', async () => {
  const { ids } = await readEmbeddingImages(saved());
  const wanted = [ids[5] ?? '', 'test/999999', ids[0] ?? ''];
  const { side, rgb, found } = await connection.sendRequest(thumbnailsRequest, { runFolder, ids: wanted });
  expect({ side, found }).toEqual({ side: 16, found: [true, false, true] });
  const bytes = Buffer.from(rgb, 'base64');
  expect(bytes.length).toBe(3 * 16 * 16 * 3);
  const index = Number(ids[5]?.replace('test/', ''));
  const stream = new PhiloxStream(tinyConfig().data.builtin.seed, streams.builtin, 2 ** 31 + index);
  const painted = renderScene(drawScene(stream, index % 10), 16).data;
  expect([...bytes.subarray(0, 16 * 16 * 3)]).toEqual([...painted]);
  expect(bytes.subarray(16 * 16 * 3, 2 * 16 * 16 * 3).every((value) => value === 0)).toBe(true);
});

it('stops when the question is taken back, and leaves nothing half done', async () => {
  rmSync(saved(), { recursive: true });
  const source = new CancellationTokenSource();
  const computing = connection.sendRequest(computeEmbeddingsRequest, { runFolder, step }, source.token);
  source.cancel();
  await expect(computing).rejects.toThrow();
  expect(existsSync(join(saved(), 'images.json'))).toBe(false);
});

it('answers in a sentence where there is nothing to compute or to judge', async () => {
  const compute = connection.sendRequest(computeEmbeddingsRequest, { runFolder, step: 3 });
  await expect(compute).rejects.toThrow(/does not keep the checkpoint of step 3: choose another/);
  const judge = connection.sendRequest(judgeRequest, { runFolder, step: 3 });
  await expect(judge).rejects.toThrow(/images\.json is missing.*compute the embeddings again/);
});
