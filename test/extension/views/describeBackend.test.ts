import { expect, test, vi } from 'vitest';
import type { BackendDescription } from '../../../engine/protocol/toolProtocol';
import { describeBackend, isUsed } from '../../../extension/views/describeBackend';

vi.mock('vscode', async () => await import('../fakeVscode'));

const cpu: BackendDescription = {
  ...{ name: 'cpu', available: true, chosen: true, detail: 'WebAssembly, wide' },
  selfTest: { passed: true, gflops: 48.6, build: 'wide', threads: 2 },
};
const cuda: BackendDescription = {
  ...{ name: 'cuda', available: false, chosen: false, detail: 'TensorFlow' },
  reason: 'libcuda is missing',
  remedy: 'install the driver',
};

test('marks what new runs are computed with, and how fast it is', () => {
  expect(isUsed(cpu, 'auto')).toBe(true);
  expect(isUsed(cpu, 'cuda')).toBe(false);
  const line = describeBackend(cpu, true);
  expect(line).toMatchObject({ label: 'CPU', description: 'for new runs · 49 GFLOP/s', icon: 'pass-filled' });
  expect(line.details.map(({ value }) => value)).toContain(
    'passed, 49 GFLOP/s a thread, build "wide", 2 threads',
  );
});

test('says what is missing and how to get it, more loudly where it was chosen', () => {
  const line = describeBackend(cuda, false);
  expect(line).toMatchObject({ description: 'libcuda is missing', icon: 'circle-slash' });
  expect(line.details.map(({ value }) => value)).toEqual([
    'TensorFlow',
    'libcuda is missing',
    'install the driver',
  ]);
  expect(describeBackend(cuda, true).icon).toBe('error');
});

test('counts no threads on a GPU', () => {
  const gpu = {
    ...cuda,
    available: true,
    selfTest: { passed: true, gflops: 9000, build: 'TensorFlow', threads: 0 },
  };
  expect(describeBackend(gpu, false).details.map(({ value }) => value)).toContain(
    'passed, 9000 GFLOP/s, TensorFlow',
  );
});

test('lists the GPUs with what they can do', () => {
  const gpu = {
    ...cuda,
    adapters: [
      {
        ...{ name: 'NVIDIA H100 #1', kind: 'discrete' as const, reachable: true },
        ...{ memory: 80e9, features: ['16-bit floats'] },
      },
      { name: 'NVIDIA H100 #2', kind: 'discrete' as const, reachable: false, memory: null, features: [] },
      { name: 'SwiftShader', kind: 'software' as const, reachable: true, memory: null, features: [] },
    ],
  };
  expect(describeBackend(gpu, false).details.slice(1, 4)).toMatchObject([
    { label: 'GPU 0', value: 'NVIDIA H100 #1 (discrete, 80 GB, 16-bit floats)' },
    { label: 'GPU 1', value: 'NVIDIA H100 #2 (discrete, cannot be opened here, as another has its name)' },
    { label: 'GPU 2', value: 'SwiftShader (in software)' },
  ]);
});

test('does not praise the speed of a backend that computes wrong', () => {
  const wrong = { ...cpu, selfTest: { passed: false, gflops: 90, build: 'wide', threads: 2 } };
  const line = describeBackend(wrong, true);
  expect(line).toMatchObject({ description: 'for new runs', icon: 'error' });
  expect(JSON.stringify(line.details)).toContain('failed');
});
