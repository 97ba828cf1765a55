import { once } from 'node:events';
import { chmodSync, existsSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { helloRequest } from '../../../engine/protocol/hello';
import {
  checkpointRequest,
  continueRequest,
  pairsRequest,
  pauseRequest,
  renameRequest,
  stopRequest,
} from '../../../engine/protocol/runProtocol';
import { protocolVersion } from '../../../engine/protocol/version';
import { latestCheckpoint } from '../../../engine/runs/checkpoints';
import { readEndpoint } from '../../../engine/runs/endpoint';
import { readRun } from '../../../engine/runs/readRun';
import { runPaths } from '../../../engine/runs/runPaths';
import { attach, closing, converse, reach } from './client';
import { endless, Engines, reached, stepsOf, trained } from './engines';
import { until } from './until';

const engines = new Engines();

async function startEndless(): Promise<{ run: string; exit: Promise<{ code: number | null }> }> {
  const run = engines.queue('endless', endless);
  const { exit } = engines.start(run);
  await trained(run, 1);
  return { run, exit };
}

const lastStep = (run: string) => stepsOf(run).at(-1) ?? 0;
const hello = (token: string, protocol = protocolVersion) => ({ protocol, token, client: 'the test' });

it('pauses, shows pairs, writes a checkpoint, renames, goes on and stops, and tells every window', async () => {
  const { run, exit } = await startEndless();
  const [a, b] = [await attach(run), await attach(run)];
  expect(a.snapshot).toEqual({ phase: null, hasPairs: true });

  await a.connection.sendRequest(pauseRequest);
  expect(readRun(run).state).toBe('paused');
  const step = lastStep(run);
  const { pairs, imageSize } = await b.connection.sendRequest(pairsRequest, { count: 3 });
  expect(imageSize).toBe(16);
  const more = await b.connection.sendRequest(pairsRequest, { count: 3 });
  expect(new Set([...pairs, ...more.pairs].map(({ id }) => id)).size).toBe(6);
  const checkpoint = await b.connection.sendRequest(checkpointRequest);
  expect(checkpoint).toEqual(latestCheckpoint(runPaths(run).checkpoints));
  expect(checkpoint.step).toBe(step);
  await b.connection.sendRequest(renameRequest, { name: 'second try' });
  expect(readRun(run).record.config.name).toBe('second try');
  expect(lastStep(run)).toBe(step);

  await b.connection.sendRequest(continueRequest);
  expect(readRun(run).state).toBe('running');
  await trained(run, step + 3);
  const running = await a.connection.sendRequest(checkpointRequest);
  expect(existsSync(running.path)).toBe(true);

  await a.connection.sendRequest(stopRequest);
  await Promise.all([a.closed, b.closed]);
  expect((await exit).code).toBe(0);
  expect(readRun(run).record).toMatchObject({ state: 'stopped', config: { name: 'second try' } });
  for (const { events } of [a, b]) {
    const states = events.flatMap((event) => (event.type === 'state' ? [event.state] : []));
    expect(states).toEqual(['paused', 'running', 'stopped']);
    expect(events).toContainEqual({ type: 'checkpoint', ...checkpoint });
  }
});

it('stops a paused run with its checkpoint', async () => {
  const { run, exit } = await startEndless();
  const { connection } = await attach(run);
  await connection.sendRequest(pauseRequest);
  const step = lastStep(run);
  await connection.sendRequest(stopRequest);
  expect((await exit).code).toBe(0);
  expect(readRun(run).state).toBe('stopped');
  expect(latestCheckpoint(runPaths(run).checkpoints)?.step).toBe(step);
});

it('answers while steps are taken, within two of them', async () => {
  // Steps on the thread that answers, longer than the making of their views.
  const encoder = { architecture: 'resnet8', width: 16 } as const;
  const run = engines.queue('slow', { ...endless, encoder, batchSize: 32 });
  engines.start(run);
  const { connection } = await attach(run);
  await trained(run, 1);
  const { step: before } = await connection.sendRequest(checkpointRequest);
  for (let i = 0; i < 10; i++) await connection.sendRequest(pairsRequest, { count: 8 });
  const { step: after } = await connection.sendRequest(checkpointRequest);
  expect(after - before).toBeLessThanOrEqual(2 * 11);
});

it('refuses in a sentence what it cannot do', async () => {
  const { run } = await startEndless();
  const { connection } = await attach(run);
  await expect(connection.sendRequest(renameRequest, { name: 'a/b' })).rejects.toThrow(
    '"a/b" cannot be a run\'s name',
  );
  await expect(connection.sendRequest(pairsRequest, { count: 65 })).rejects.toThrow('not understood');
  await expect(connection.sendRequest('run/dance')).rejects.toThrow(
    'the engine knows no request "run/dance"',
  );
  expect((await connection.sendRequest(pairsRequest, { count: 1 })).pairs).toHaveLength(1);
});

it('refuses strangers, other versions, those who do not say hello and those who talk nonsense', async () => {
  const { run } = await startEndless();
  const silent = await reach(run);
  const silence = closing(silent.socket);

  const stranger = await reach(run);
  const strangerGone = closing(stranger.socket);
  const asked = converse(stranger.socket).sendRequest(helloRequest, hello('guess'));
  await expect(asked).rejects.toThrow('the token is wrong: it is in the engine.json of the run folder');
  await strangerGone;

  const other = await reach(run);
  const otherGone = closing(other.socket);
  const older = converse(other.socket).sendRequest(helloRequest, hello(other.token, protocolVersion + 1));
  await expect(older).rejects.toThrow(/speaks version 1 of the protocol, and the client version 2/);
  await otherGone;

  const rude = await reach(run);
  const rudeGone = closing(rude.socket);
  await expect(converse(rude.socket).sendRequest(stopRequest)).rejects.toThrow('say hello first');
  await rudeGone;

  const noise = await reach(run);
  noise.socket.write('GET / HTTP/1.1\r\n\r\n');
  const noiseGone = closing(noise.socket);
  await silence;
  await noiseGone;
  await trained(run, lastStep(run) + 3);
  expect(readRun(run).state).toBe('running');
  const log = readFileSync(runPaths(run).log, 'utf8');
  expect(log).toContain('refused a client: the token is wrong');
  expect(log).not.toContain(silent.token);
});

it('shows what a run is busy with before its first step, and stops it then', async () => {
  const data = { builtin: { train: 100_000, test: 10, size: 64 } };
  const run = engines.queue('preparing', { data });
  const { exit } = engines.start(run);
  const { connection, snapshot, events } = await attach(run);
  expect(snapshot.hasPairs).toBe(false);
  await until(() => events.some((event) => event.type === 'progress' && event.phase === 'generating'));
  expect((await attach(run)).snapshot.phase).toMatchObject({ phase: 'generating', total: 100_010 });
  const preparing = 'the run is still being prepared: try again once it trains';
  await expect(connection.sendRequest(pauseRequest)).rejects.toThrow(preparing);
  await expect(connection.sendRequest(checkpointRequest)).rejects.toThrow(preparing);
  await expect(connection.sendRequest(pairsRequest, { count: 1 })).rejects.toThrow(preparing);
  await connection.sendRequest(stopRequest);
  expect((await exit).code).toBe(0);
  expect(readRun(run).state).toBe('stopped');
});

it('cuts off a client that asks and never listens', async () => {
  const { run } = await startEndless();
  const { connection } = await attach(run);
  await connection.sendRequest(pauseRequest);
  const deaf = await attach(run);
  deaf.socket.pause();
  const question = 'x'.repeat(1000);
  for (let i = 0; i < 4000; i++) deaf.connection.sendRequest(question).catch(() => undefined);
  const log = () => readFileSync(runPaths(run).log, 'utf8');
  await until(() => log().includes('the test does not listen and is cut off'));
  // Whoever has said everything and reads nothing does not notice the end.
  deaf.socket.resume();
  await deaf.closed;
  await connection.sendRequest(continueRequest);
  expect(readRun(run).state).toBe('running');
});

it('does not mind clients that vanish amid a request, or do not listen', async () => {
  const { run } = await startEndless();
  for (let i = 0; i < 3; i++) {
    const { connection, socket } = await attach(run);
    connection.sendRequest(pairsRequest, { count: 64 }).catch(() => undefined);
    socket.destroy();
  }
  const deaf = await attach(run);
  deaf.socket.pause();
  for (let i = 0; i < 30; i++)
    deaf.connection.sendRequest(pairsRequest, { count: 64 }).catch(() => undefined);
  await trained(run, lastStep(run) + 20);
  const { connection } = await attach(run);
  expect((await connection.sendRequest(pairsRequest, { count: 1 })).pairs).toHaveLength(1);
  await connection.sendRequest(stopRequest);
  await reached(run, 'stopped');
});

it.skipIf(process.platform === 'win32')(
  'is for its own user alone, and clears away dead sockets',
  async () => {
    const folder = join(engines.folder, 'simclr');
    const blocked = engines.queue('first', endless);
    // A dead engine's socket, a living one's, and a folder that others could enter.
    const { child } = engines.start(blocked);
    await until(() => readEndpoint(blocked));
    child.kill('SIGKILL');
    const stale = readEndpoint(blocked)?.socket ?? '';
    await once(child, 'exit');
    expect(existsSync(stale)).toBe(true);
    const living = createServer().listen(join(folder, 'living.sock'));
    await once(living, 'listening');
    chmodSync(folder, 0o755);

    const run = engines.queue('second', endless);
    engines.start(run);
    const { socket } = await until(() => readEndpoint(run));
    expect(dirname(socket)).toBe(folder);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(socket).mode & 0o777).toBe(0o600);
    expect(statSync(runPaths(run).endpoint).mode & 0o777).toBe(0o600);
    expect(existsSync(stale)).toBe(false);
    expect(existsSync(join(folder, 'living.sock'))).toBe(true);
    living.close();
  },
);

it.skipIf(process.platform === 'win32')(
  'goes elsewhere where the folder of sockets is not its own',
  async () => {
    symlinkSync('/etc', join(engines.folder, 'simclr'));
    const run = engines.queue('a', endless);
    engines.start(run);
    const { socket } = await until(() => readEndpoint(run));
    expect(socket).not.toContain(engines.folder);
    expect(statSync(dirname(socket)).mode & 0o777).toBe(0o700);
  },
);

it.skipIf(process.platform === 'win32')('listens anew when its socket was taken away', async () => {
  const { run } = await startEndless();
  const before = await attach(run);
  const { socket } = readEndpoint(run) ?? { socket: '' };
  rmSync(dirname(socket), { recursive: true });
  await until(() => readEndpoint(run)?.socket !== socket);
  const { connection } = await attach(run);
  await connection.sendRequest(pauseRequest);
  await until(() => before.events.some((event) => event.type === 'state' && event.state === 'paused'));
});
