import { expect, test, vi } from 'vitest';
import type { BackendDescription, ToolProgress } from '../../../engine/protocol/toolProtocol';
import type { ToolEngine } from '../../../extension/engine/toolEngine';
import { DeviceTest } from '../../../extension/views/deviceTest';

vi.mock('vscode', async () => ({ EventEmitter: (await import('vscode-jsonrpc/node')).Emitter }));

/** An engine that answers when it is told to, or ends. */
function standInEngine() {
  const { promise, resolve, reject } = Promise.withResolvers<readonly BackendDescription[]>();
  let tell: (progress: ToolProgress) => void = () => undefined;
  const tool = {
    backends: (onProgress: typeof tell) => {
      tell = onProgress;
      return promise;
    },
    restart: vi.fn(() => {
      reject(new Error('ended'));
      return Promise.resolve();
    }),
    dispose: vi.fn(),
  };
  const warmUp = () => tell({ phase: 'warmingUp', done: 0, total: 0 });
  return { tool, warmUp, answer: () => resolve([]) };
}

test('an engine of its own tests what computes, and gives memory and files back', async () => {
  const { tool, warmUp, answer } = standInEngine();
  const devices = new DeviceTest(() => tool as unknown as ToolEngine);
  const done = devices.run();
  expect(devices.state).toBe('testing');
  warmUp();
  expect(devices.state).toBe('warmingUp');
  answer();
  await done;
  expect([devices.state, devices.problem, devices.found]).toEqual(['resting', null, []]);
  expect(tool.restart).toHaveBeenCalledOnce();
  expect(tool.dispose).toHaveBeenCalledOnce();
});

test('a test that is stopped is over by then, and another can follow', async () => {
  const engines = [standInEngine(), standInEngine()] as const;
  const left = engines.map(({ tool }) => tool);
  const devices = new DeviceTest(() => left.shift() as unknown as ToolEngine);
  void devices.run();
  await devices.stop();
  expect([devices.state, devices.problem, devices.found]).toEqual(['resting', 'ended', null]);
  const again = devices.run();
  engines[1].answer();
  await again;
  expect([devices.problem, devices.found]).toEqual([null, []]);
});
