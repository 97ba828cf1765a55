import { expect, test, vi } from 'vitest';
import { openCudaBackend } from '../../../../engine/backends/cuda/openCudaBackend';
import { chooseVisibleGpu } from '../../../../engine/backends/cuda/visibleGpu';

const memory = 24 * 2 ** 30;
const gpus = ['NVIDIA A100', 'NVIDIA A100', 'NVIDIA T4', 'NVIDIA H100'].map((name, i) => ({
  ...{ name, memory, uuid: `GPU-${i}a0b-cd` },
}));

vi.mock('../../../../engine/backends/nvidiaGpus', () => ({ nvidiaGpus: () => Promise.resolve(gpus) }));
vi.mock('../../../../engine/backends/cuda/cudaPackage', () => ({ findCudaPackage: () => ({}) }));
vi.mock('../../../../engine/backends/cuda/loadCuda', () => ({
  CUDA_BACKEND: 'tensorflow',
  loadedGpu: () => ({ entry: '0', number: 0 }),
}));

test.each<[string, string | undefined, string, number | null]>([
  ['auto', undefined, '0', 0],
  ['h100', undefined, '3', 3],
  ['auto', '2,3', '2', 2],
  ['H100', '2,3', '3', 3],
  ['A100', '1, 2', '1', 1],
  ['A100 #2', undefined, '1', 1],
  ['2', 'GPU-3a0b-cd,GPU-2a', 'GPU-2a', 2],
  ['auto', '3,-1,2', '3', 3],
  ['auto', 'MIG-5f', 'MIG-5f', null],
])('device.gpu "%s" where the process is left %s', (wanted, variable, entry, number) => {
  expect(chooseVisibleGpu(gpus, wanted, variable)).toEqual({ entry, number });
});

test.each<[string, string | undefined, RegExp]>([
  ['0', '3', /0 \(NVIDIA A100 #1\) is not among .*CUDA_VISIBLE_DEVICES \("3"\).*; use .* 3 \(NVIDIA H100\)$/],
  ['T4', '3,-1,2', /2 \(NVIDIA T4\) is not among/],
  ['auto', '', /CUDA_VISIBLE_DEVICES \(""\) hides every GPU.*; name one/],
  ['auto', '-1', /hides every GPU/],
  ['Radeon', undefined, /no NVIDIA GPU "Radeon" here; there is 0 \(NVIDIA A100 #1\), 1 \(NVIDIA A100 #2\)/],
])('no GPU for device.gpu "%s" where the process is left %s', (wanted, variable, words) => {
  expect(() => chooseVisibleGpu(gpus, wanted, variable)).toThrow(words);
});

test('a driver that does not answer is told from one that lists nothing', () => {
  expect(() => chooseVisibleGpu(null, '1', undefined)).toThrow(/nvidia-smi.*does not answer/);
  expect(() => chooseVisibleGpu([], '1', undefined)).toThrow(/nvidia-smi lists none/);
  expect(chooseVisibleGpu(null, 'auto', undefined).entry).toBe('0');
});

test('a process that computes on one GPU does not pretend to compute on another', async () => {
  await expect(openCudaBackend('H100')).rejects.toThrow(
    /computes on GPU 0 \(NVIDIA A100 #1\) in this process, and cannot change to 3 \(NVIDIA H100\); use that one/,
  );
});
