import { afterEach, expect, test, vi } from 'vitest';
import { ResponseError } from 'vscode-jsonrpc/node';
import { eventNotification, checkpointRequest, pauseRequest } from '../../../engine/protocol/runProtocol';
import { ProtocolMismatch, RunConnection, type RunListener } from '../../../extension/engine/runConnection';
import { FakeEngine } from './fakeEngine';

vi.mock('vscode', async () => await import('../fakeVscode'));

const engines: FakeEngine[] = [];
afterEach(() => engines.splice(0).forEach((engine) => engine.close()));

async function open(...args: Parameters<typeof FakeEngine.open>): Promise<FakeEngine> {
  const engine = await FakeEngine.open(...args);
  engines.push(engine);
  return engine;
}

function listener() {
  return { snapshot: vi.fn(), event: vi.fn(), closed: vi.fn() } satisfies RunListener;
}

test('greets the engine, then hears its snapshot and its events', async () => {
  const phase = { phase: 'decoding', done: 3, total: 10 } as const;
  const engine = await open(undefined, { phase, hasPairs: true });
  const heard = listener();
  const connection = await RunConnection.open(engine.endpoint, 'a test', heard);
  await vi.waitFor(() => expect(heard.snapshot).toHaveBeenCalledWith({ phase, hasPairs: true }));
  await engine.connections[0]?.sendNotification(eventNotification, { type: 'state', state: 'running' });
  await vi.waitFor(() => expect(heard.event).toHaveBeenCalledWith({ type: 'state', state: 'running' }));
  connection.dispose();
});

test('passes answers and the engine’s own sentences on', async () => {
  const engine = await open((client) => {
    client.onRequest(pauseRequest, () => null);
    client.onRequest(checkpointRequest, () => new ResponseError(1, 'there is no step yet'));
  });
  const connection = await RunConnection.open(engine.endpoint, 'a test', listener());
  await connection.pause();
  await expect(connection.checkpoint()).rejects.toThrow(new Error('there is no step yet'));
  connection.dispose();
});

test('an engine that dies ends the conversation, and every request that waits', async () => {
  const engine = await open((client) =>
    client.onRequest(pauseRequest, () => new Promise<null>(() => undefined)),
  );
  const heard = listener();
  const connection = await RunConnection.open(engine.endpoint, 'a test', heard);
  const pause = connection.pause();
  setTimeout(() => engine.close(), 50);
  await expect(pause).rejects.toThrow('The engine ended before it answered');
  expect(heard.closed).toHaveBeenCalledTimes(1);
  await expect(connection.pause()).rejects.toThrow('The engine ended before it answered');
});

test('leaving does not count as the engine’s end', async () => {
  const engine = await open();
  const heard = listener();
  (await RunConnection.open(engine.endpoint, 'a test', heard)).dispose();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(heard.closed).not.toHaveBeenCalled();
});

test('does not talk to an engine of another version', async () => {
  const engine = await open();
  const other = { ...engine.endpoint, protocol: engine.endpoint.protocol + 1 };
  await expect(RunConnection.open(other, 'a test', listener())).rejects.toThrow(ProtocolMismatch);
  expect(engine.connections).toHaveLength(0);
});

test('is refused with a wrong token, or where nobody listens', async () => {
  const engine = await open();
  const wrong = { ...engine.endpoint, token: 'guess' };
  await expect(RunConnection.open(wrong, 'a test', listener())).rejects.toThrow('wrong token');
  engine.close();
  await expect(RunConnection.open(engine.endpoint, 'a test', listener())).rejects.toThrow(
    /ENOENT|ECONNREFUSED/,
  );
});
