import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ambiguity } from '../../engine/backends/gpuNames';
import { adapterKind } from '../../engine/backends/webgpu/adapterKind';
import { chooseMultiplier, type MatrixAdapter } from '../../engine/backends/webgpu/chooseMultiplier';
import { namesIn, type FoundAdapter } from '../../engine/backends/webgpu/findAdapters';
import { chooseAdapter } from '../../engine/backends/webgpu/openGpuBackend';
import { pciAddresses } from '../../engine/backends/webgpu/pciGpus';
import { showingOnly } from '../../engine/backends/webgpu/showingOnly';
import { hasVulkanDriver } from '../../engine/backends/webgpu/vulkanDrivers';
import { temporaryFolder } from '../engine/runs/temporaryFolder';

test.each([
  ['NVIDIA H100 80GB HBM3', 'nvidia', false, 'discrete'],
  ['Intel(R) UHD Graphics 770 (ADL-S GT1)', 'intel', false, 'integrated'],
  ['Intel(R) Arc(tm) A770 Graphics (DG2)', 'intel', false, 'discrete'],
  ['AMD Radeon RX 7900 XTX (RADV NAVI31)', 'amd', false, 'discrete'],
  ['AMD Radeon 780M (RADV PHOENIX)', 'amd', false, 'integrated'],
  ['AMD Radeon Graphics (RADV RENOIR)', 'amd', false, 'integrated'],
  ['Apple M2 Max', 'apple', false, 'integrated'],
  ['SwiftShader Device (Subzero)', 'google', true, 'software'],
  ['llvmpipe (LLVM 15.0.6, 256 bits)', 'mesa', false, 'software'],
  ['Microsoft Basic Render Driver', 'microsoft', false, 'software'],
])('%s is told by its name', (name, vendor, isFallbackAdapter, kind) => {
  expect(adapterKind(name, { vendor, architecture: '', description: '', isFallbackAdapter })).toBe(kind);
});

test('the list that Dawn gives has a name for each GPU, and those by OpenGL not', () => {
  const list = `Error: no suitable backends found
Available adapters:
 * backend: 'vulkan', name: 'NVIDIA H100 80GB HBM3'
 * backend: 'vulkan', name: 'NVIDIA H100 80GB HBM3'
 * backend: 'opengles', name: 'NVIDIA H100'
 * backend: 'vulkan', name: 'llvmpipe (LLVM 15.0.6, 256 bits)'`;
  const h100 = 'NVIDIA H100 80GB HBM3';
  expect(namesIn(list)).toEqual([h100, h100, 'llvmpipe (LLVM 15.0.6, 256 bits)']);
});

const rest = { features: [], largestBuffer: 0 };
/** @param address of the two that have one name, where they can be opened by it. */
const adapters = (address: (number: number) => string | null): readonly FoundAdapter[] => [
  { name: 'NVIDIA RTX A4000', kind: 'discrete', address: address(1), reachable: true, ...rest },
  {
    name: 'NVIDIA RTX A4000',
    kind: 'discrete',
    address: address(2),
    reachable: address(2) !== null,
    ...rest,
  },
  { name: 'Intel(R) UHD Graphics', kind: 'integrated', address: null, reachable: true, ...rest },
];
const found = adapters((number) => `0000:0${number}:00.0`);

test.each([
  ['auto', 0],
  ['0', 0],
  ['1', 1],
  ['a4000', 0],
  ['A4000 #1', 0],
  ['a4000 #2', 1],
  ['NVIDIA RTX A4000#2', 1],
  ['2', 2],
  ['uhd', 2],
  [' UHD Graphics #1 ', 2],
])('%s means GPU %i', (gpu, number) => {
  expect(chooseAdapter(found, gpu)).toBe(found[number]);
});

test('a name that fits several takes the first of them, and the log says so', () => {
  expect(ambiguity(found, 'a4000', 0)).toBe(
    'device.gpu: "a4000" fits 2 GPUs, 0 (NVIDIA RTX A4000 #1), 1 (NVIDIA RTX A4000 #2): 0 is taken.',
  );
  for (const one of ['a4000 #2', '1', 'uhd', 'radeon']) expect(ambiguity(found, one, 0)).toBeNull();
});

test.each(['3', 'radeon', 'a4000 #3', 'uhd #2'])(
  'a GPU that is not there, %s, is refused with those that are',
  (gpu) => {
    expect(() => chooseAdapter(found, gpu)).toThrow(
      `device.gpu: there is no "${gpu}" here: there is 0 (NVIDIA RTX A4000 #1), 1 (NVIDIA RTX A4000 #2), 2 (Intel(R) UHD Graphics)`,
    );
  },
);

test('a GPU that nothing but its place tells from another is refused rather than the other taken', () => {
  const alike = adapters(() => null);
  expect(chooseAdapter(alike, 'a4000 #1')).toBe(alike[0]);
  for (const gpu of ['1', 'a4000 #2']) {
    expect(() => chooseAdapter(alike, gpu)).toThrow(
      /of several GPUs with one name WebGPU opens the first, so NVIDIA RTX A4000 #2 cannot be reached: .*show this program that GPU alone/,
    );
  }
});

test('no GPU at all is said so', () => {
  expect(() => chooseAdapter([], 'auto')).toThrow('finds no GPU here: use "cpu"');
});

const folder = temporaryFolder();

test('GPUs of one name are those of one kind on the bus that are as many', () => {
  const onBus = (address: string, kind: string, vendor: string, device: string) => {
    mkdirSync(join(folder(), address));
    for (const [file, value] of Object.entries({ class: kind, vendor, device })) {
      writeFileSync(join(folder(), address, file), `${value}\n`);
    }
  };
  onBus('0000:c1:00.0', '0x030000', '0x10de', '0x24b0');
  onBus('0000:41:00.0', '0x030200', '0x10de', '0x24b0');
  onBus('0000:41:00.1', '0x040300', '0x10de', '0x228b');
  onBus('0000:81:00.0', '0x030000', '0x10de', '0x1eb8');
  onBus('0000:00:02.0', '0x030000', '0x8086', '0x4680');
  expect(pciAddresses('nvidia', 2, folder())).toEqual(['0000:41:00.0', '0000:c1:00.0']);
  expect(pciAddresses('nvidia', 3, folder())).toBeNull();
  expect(pciAddresses('amd', 2, folder())).toBeNull();
  expect(pciAddresses('google', 2, folder())).toBeNull();
  // Two kinds are there once each: which of them has the name, nobody knows.
  expect(pciAddresses('nvidia', 1, folder())).toEqual(['0000:81:00.0']);
  onBus('0000:82:00.0', '0x030000', '0x10de', '0x2204');
  expect(pciAddresses('nvidia', 1, folder())).toBeNull();
  expect(pciAddresses('nvidia', 2, join(folder(), 'nowhere'))).toBeNull();
});

test('the environment in which a GPU is chosen is there for that moment alone', () => {
  const before = { ...process.env };
  const inside = showingOnly('0000:41:00.0', () => ({ ...process.env }));
  expect(inside).toEqual({ ...before, DRI_PRIME: 'pci-0000_41_00_0!' });
  expect({ ...process.env }).toEqual(before);
  expect(() =>
    showingOnly('0000:41:00.0', () => {
      throw new Error('no driver');
    }),
  ).toThrow('no driver');
  expect({ ...process.env }).toEqual(before);
});

test('a Vulkan driver is looked for where the loader looks', () => {
  expect(
    hasVulkanDriver({ HOME: '/nowhere', XDG_CONFIG_DIRS: '/nowhere', XDG_DATA_DIRS: '/nowhere' }, 'darwin'),
  ).toBe(true);
  expect(hasVulkanDriver({ VK_ICD_FILENAMES: '/some/icd.json' }, 'linux')).toBe(true);
});

const config = { componentType: 'f16', resultComponentType: 'f32', M: 16, N: 16, K: 16 };
const matrices: MatrixAdapter = {
  features: new Set(['shader-f16', 'chromium-experimental-subgroup-matrix']),
  info: {
    ...{ subgroupMinSize: 32, subgroupMaxSize: 32 },
    subgroupMatrixConfigs: [
      { ...config, N: 8 },
      config,
      { ...config, resultComponentType: 'f16', K: 32 },
      { ...config, M: 64, N: 64 },
    ],
  },
};

test('the largest units that fit our tiles are taken', () => {
  expect(chooseMultiplier(matrices, 'Some GPU').shape).toEqual({ M: 16, N: 16, K: 16 });
});

test.each([
  ['no 16-bit floats', { ...matrices, features: new Set(['chromium-experimental-subgroup-matrix']) }],
  ['subgroups of another size', { ...matrices, info: { ...matrices.info, subgroupMinSize: 16 } }],
  ['no units', { ...matrices, info: { subgroupMinSize: 32, subgroupMaxSize: 32 } }],
])('mixed precision is refused where there are %s', (_, adapter) => {
  expect(() => chooseMultiplier(adapter, 'Some GPU')).toThrow(
    'device.precision: "mixed" needs a GPU with matrix units for 16-bit floats, and Some GPU offers none to programs: use "float32"',
  );
});
