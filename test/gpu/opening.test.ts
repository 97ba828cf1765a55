import { afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { closeBackend } from '../../engine/backends/closeBackend';
import { openBackend } from '../../engine/backends/openBackend';
import { openDawn } from '../../engine/backends/webgpu/dawn';
import { openGpuBackend } from '../../engine/backends/webgpu/openGpuBackend';
import { runConfigSchema, type RunConfigInput } from '../../engine/config/runConfig';
import { UserError } from '../../engine/errors';

afterEach(closeBackend);

test('Dawn opens where there is no navigator, as in Node 20, and tfjs finds it', async () => {
  const navigator = Object.getOwnPropertyDescriptor(globalThis, 'navigator') ?? {};
  onTestFinished(() => void Object.defineProperty(globalThis, 'navigator', navigator));
  Reflect.deleteProperty(globalThis, 'navigator');
  const gpu = await openDawn('a GPU that only this test asks for');
  expect(globalThis.navigator.gpu).toBe(gpu);
});

test('a command that the GPU refuses is reported with its name', async () => {
  const { backend, adapter } = await openGpuBackend();
  backend.device.createBuffer({ size: 4, usage: 0 });
  await expect(backend.settle()).rejects.toThrow(`${adapter.name} refuses a command`);
});

describe('a GPU without matrix units, whose driver refuses to open it', () => {
  /** As Dawn has it. */
  const adapter = {
    info: { vendor: 'nvidia', architecture: '', description: '570.1', isFallbackAdapter: false },
    ...{ features: new Set(), limits: { maxBufferSize: 1e9, maxStorageBufferBindingSize: 1e9 } },
    requestDevice: () => Promise.reject(new Error('vkCreateDevice failed\n    at some place')),
  };
  const list = "Available adapters:\n * backend: 'vulkan', name: 'Some GPU'";

  beforeAll(async () => {
    const dawn = Object.getPrototypeOf(await openDawn()) as GPU;
    const request = vi.spyOn(dawn, 'requestAdapter').mockImplementation((options) =>
      // Asked for no kind of adapter, by whoever wants the list.
      options === undefined
        ? Promise.reject(new Error(list))
        : Promise.resolve(adapter as unknown as GPUAdapter),
    );
    return () => request.mockRestore();
  });

  const open = (device: RunConfigInput['device']) => openBackend(runConfigSchema.parse({ device }).device);

  test('is why mixed precision is not to be had, not the CPU', async () => {
    const opening = open({ backend: 'auto', precision: 'mixed' });
    await expect(opening).rejects.toThrow(
      'device.precision: "mixed" needs a GPU with matrix units for 16-bit floats, and Some GPU offers none to programs',
    );
  });

  test('is named, with what may be the cause and what to do', async () => {
    const opening = open({ backend: 'webgpu' });
    await expect(opening).rejects.toThrow(
      /^the GPU Some GPU cannot be opened \(vkCreateDevice failed\): another program may .*--backend cpu$/,
    );
    await expect(opening).rejects.toBeInstanceOf(UserError);
  });
});
