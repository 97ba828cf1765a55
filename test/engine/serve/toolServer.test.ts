import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, afterEach, expect, it } from 'vitest';
import {
  CancellationTokenSource,
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import { assetPath } from '../../../engine/assets';
import { runConfigSchema } from '../../../engine/config/runConfig';
import { helloRequest } from '../../../engine/protocol/hello';
import {
  backendsRequest,
  evaluateRequest,
  inspectRequest,
  previewRequest,
  toolProgress,
} from '../../../engine/protocol/toolProtocol';
import {
  studioDrawRequest,
  studioOpenRequest,
  studioShortcutRequest,
} from '../../../engine/protocol/studioProtocol';
import { protocolVersion } from '../../../engine/protocol/version';
import { listEvaluations } from '../../../engine/runs/evaluations';
import { findCheckpoint } from '../../../engine/runs/findCheckpoint';
import { laneOwner } from '../../../engine/runs/runQueue';
import { tinyConfig } from '../train/tinyRun';
import { endless, Engines, reached, trained } from './engines';
import { until } from './until';

const engines = new Engines();
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** The tool engine, forked as a window forks it. */
function startTools(): { child: ChildProcess; connection: MessageConnection } {
  const child = fork(assetPath('main.js'), ['tools'], {
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  children.push(child);
  const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
  connection.listen();
  return { child, connection };
}

async function greetedTools(): Promise<ReturnType<typeof startTools>> {
  const tools = startTools();
  const hello = { protocol: protocolVersion, token: '', client: 'the test' };
  expect(await tools.connection.sendRequest(helloRequest, hello)).toMatchObject({ pid: tools.child.pid });
  return tools;
}

it('tests the CPU, also while a run trains on every thread', async () => {
  const run = engines.queue('busy', { ...endless, device: { threads: 'auto', loaderThreads: 1 } });
  engines.start(run);
  await trained(run, 1);
  const { connection } = await greetedTools();
  const both = await Promise.all([
    connection.sendRequest(backendsRequest, {}),
    connection.sendRequest(backendsRequest, {}),
  ]);
  for (const backends of [...both, await connection.sendRequest(backendsRequest, {})]) {
    const cpu = backends.find(({ name }) => name === 'cpu');
    expect(cpu).toMatchObject({ available: true, chosen: true, selfTest: { passed: true } });
    expect(cpu?.selfTest?.gflops).toBeGreaterThan(0.1);
  }
});

it('describes data sets, and answers mistakes in a sentence', async () => {
  const { connection } = await greetedTools();
  const { data } = runConfigSchema.parse({});
  const params = { data, baseFolder: engines.folder, seed: 0 };
  expect(await connection.sendRequest(inspectRequest, params)).toMatchObject({
    format: 'builtin',
    images: { train: 5000, test: 1000 },
  });
  const missing = { ...params, data: { ...data, source: 'no-such-folder' } };
  await expect(connection.sendRequest(inspectRequest, missing)).rejects.toThrow(
    /^data\.source "no-such-folder" does not exist: [^\n]*$/,
  );
});

it('draws views with progress', async () => {
  const { connection } = await greetedTools();
  const phases: string[] = [];
  connection.onProgress(toolProgress, 'preview', ({ phase }) => void phases.push(phase));
  const { png } = await connection.sendRequest(previewRequest, {
    config: tinyConfig(),
    ...{ baseFolder: engines.folder, runsFolder: engines.folder, images: 2, pairs: 3 },
    progressToken: 'preview',
  });
  const { format, width, height } = await sharp(Buffer.from(png, 'base64')).metadata();
  expect(format).toBe('png');
  // A row is the image and three pairs.
  expect(width).toBeGreaterThan(2 * height);
  expect(phases).toContain('generating');
});

it('stops the work on a preview that is cancelled', async () => {
  const { connection } = await greetedTools();
  const source = new CancellationTokenSource();
  connection.onProgress(toolProgress, 1, () => source.cancel());
  const data = { builtin: { train: 100_000, test: 10, size: 64 } };
  const asked = connection.sendRequest(
    previewRequest,
    {
      config: tinyConfig({ data }),
      ...{ baseFolder: engines.folder, runsFolder: engines.folder, images: 1, pairs: 1 },
      progressToken: 1,
    },
    source.token,
  );
  await expect(asked).rejects.toThrow('cancelled');
  // Nothing is left behind, and the next question is answered.
  await until(() => readdirSync(join(engines.folder, '.images')).length === 0);
  const params = { data: tinyConfig().data, baseFolder: engines.folder, seed: 0 };
  expect(await connection.sendRequest(inspectRequest, params)).toMatchObject({ format: 'builtin' });
});

/** Copy of the folder with the finished run, which is trained once. */
let kept: string | undefined;
afterAll(() => {
  if (kept !== undefined) rmSync(kept, { recursive: true });
});

/** A finished run, and what is asked to evaluate its latest checkpoint. */
async function evaluable() {
  if (kept === undefined) {
    const folder = engines.queue('judged');
    engines.start(folder);
    await reached(folder, 'finished');
    await until(() => laneOwner(engines.folder, 'cpu') === null);
    kept = mkdtempSync(join(tmpdir(), 'simclr-judged-'));
    cpSync(engines.folder, kept, { recursive: true });
  } else {
    cpSync(kept, engines.folder, { recursive: true });
  }
  const { run, checkpoint } = findCheckpoint(engines.folder, 'judged');
  const { evaluations } = run.paths;
  const request = { protocols: null, maxImages: 1000, neighbours: 5, temperature: 0.1, seed: null };
  return { evaluations, params: { checkpoint: checkpoint.path, request, device: tinyConfig().device } };
}

it('evaluates a checkpoint with progress, and says where the result is', async () => {
  const { evaluations, params } = await evaluable();
  const { connection } = await greetedTools();
  const phases = new Set<string>();
  connection.onProgress(toolProgress, 1, ({ phase }) => void phases.add(phase));
  const { path } = await connection.sendRequest(evaluateRequest, { ...params, progressToken: 1 });
  expect(listEvaluations(evaluations)).toMatchObject([
    { path, record: { step: 16, request: { seed: 3 }, linear: { h: { l2: expect.any(Number) } } } },
  ]);
  expect([...phases]).toEqual(expect.arrayContaining(['embedding', 'fitting']));
});

it.each(['embedding', 'fitting'])(
  'stops an evaluation that is cancelled while %s, and writes nothing',
  async (at) => {
    const { evaluations, params } = await evaluable();
    const { connection } = await greetedTools();
    const source = new CancellationTokenSource();
    connection.onProgress(toolProgress, 1, ({ phase }) => {
      if (phase === at) source.cancel();
    });
    const asked = connection.sendRequest(evaluateRequest, { ...params, progressToken: 1 }, source.token);
    await expect(asked).rejects.toThrow('cancelled');
    expect(listEvaluations(evaluations)).toEqual([]);
    // The next question is answered.
    const { path } = await connection.sendRequest(evaluateRequest, params);
    expect(listEvaluations(evaluations)).toMatchObject([{ path }]);
  },
);

it('refuses what cannot be evaluated in a sentence', async () => {
  const { params } = await evaluable();
  const { connection } = await greetedTools();
  const gone = { ...params, checkpoint: params.checkpoint.replace('00016', '00099') };
  await expect(connection.sendRequest(evaluateRequest, gone)).rejects.toThrow(
    /step-00000099.* does not exist$/,
  );
  const stray = { ...params, checkpoint: join(engines.folder, 'step-00000016.safetensors') };
  await expect(connection.sendRequest(evaluateRequest, stray)).rejects.toThrow(
    /is not in the folder "checkpoints" of a run/,
  );
});

it('answers in a sentence when the images are damaged', async () => {
  mkdirSync(join(engines.folder, 'photos'));
  for (const name of ['a.png', 'b.png']) writeFileSync(join(engines.folder, 'photos', name), 'no image');
  const { connection } = await greetedTools();
  const asked = connection.sendRequest(previewRequest, {
    config: tinyConfig({ data: { source: 'photos' } }),
    ...{ baseFolder: engines.folder, runsFolder: engines.folder, images: 1, pairs: 1 },
  });
  await expect(asked).rejects.toThrow(/cannot be used/);
});

it('draws for a studio while it measures, and drops what is called off', async () => {
  const { connection } = await greetedTools();
  const { data, augment, seed } = tinyConfig({ data: { builtin: { train: 2000, test: 10 } } });
  const source = { data, baseFolder: engines.folder, runsFolder: engines.folder, seed };
  const opened = await connection.sendRequest(studioOpenRequest, { source, choices: 2, lot: 0 });
  const [image = { id: '' }, other = image] = opened.choices;
  const ask = (views: number) => ({
    ...{ source, augment, seed, epoch: 0, branch: 0 as const, views, pairs: 0, alone: [], aloneViews: 0 },
    ...{ image: { id: image.id }, other: { id: other.id }, histograms: false, packed: false },
  });
  const measuring = new CancellationTokenSource();
  const shortcut = connection.sendRequest(
    studioShortcutRequest,
    { source, augment, seed, images: 2000 },
    measuring.token,
  );
  // Views do not wait for the measurement, which is called off once they are there.
  const { pixels } = await connection.sendRequest(studioDrawRequest, ask(4));
  expect(Buffer.from('base64' in pixels ? pixels.base64 : '', 'base64')).toHaveLength(5 * 32 * 32 * 3);
  const quick = await connection.sendRequest(studioDrawRequest, { ...ask(4), packed: true });
  const jpeg = Buffer.from('base64' in quick.pixels ? quick.pixels.base64 : '', 'base64');
  expect(await sharp(jpeg).metadata()).toMatchObject({ format: 'jpeg', width: 32, height: 5 * 32 });
  measuring.cancel();
  await expect(shortcut).rejects.toThrow('cancelled');

  // What is called off while another is being drawn is not begun.
  const drawn = connection.sendRequest(studioDrawRequest, ask(3000));
  const older = new CancellationTokenSource();
  const dropped = connection.sendRequest(studioDrawRequest, ask(1000), older.token);
  older.cancel();
  await expect(dropped).rejects.toThrow('cancelled');
  expect(await drawn).toMatchObject({ imageSize: 32 });
  expect(await connection.sendRequest(studioDrawRequest, ask(1))).toMatchObject({
    imageSize: 32,
    colors: null,
  });
});

it('wants a hello in its own version first, and ends with its channel', async () => {
  const { child, connection } = startTools();
  await expect(connection.sendRequest(backendsRequest, {})).rejects.toThrow('say hello first');
  const later = { protocol: protocolVersion + 1, token: '', client: 'the test' };
  await expect(connection.sendRequest(helloRequest, later)).rejects.toThrow('speaks version 1');
  const exit = once(child, 'exit');
  child.disconnect();
  expect(await exit).toEqual([0, null]);
});
