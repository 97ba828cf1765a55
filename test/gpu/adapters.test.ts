import { expect, test } from 'vitest';
import { adapterKind } from '../../engine/backends/webgpu/adapterKind';
import { chooseMultiplier, type MatrixAdapter } from '../../engine/backends/webgpu/chooseMultiplier';
import { namesIn, type FoundAdapter } from '../../engine/backends/webgpu/findAdapters';
import { chooseAdapter } from '../../engine/backends/webgpu/openGpuBackend';
import { hasVulkanDriver } from '../../engine/backends/webgpu/vulkanDrivers';

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

test('the list that Dawn gives has each name once, and those by OpenGL not', () => {
  const list = `Error: no suitable backends found
Available adapters:
 * backend: 'vulkan', name: 'NVIDIA H100 80GB HBM3'
 * backend: 'vulkan', name: 'NVIDIA H100 80GB HBM3'
 * backend: 'opengles', name: 'NVIDIA H100'
 * backend: 'vulkan', name: 'llvmpipe (LLVM 15.0.6, 256 bits)'`;
  expect(namesIn(list)).toEqual(['NVIDIA H100 80GB HBM3', 'llvmpipe (LLVM 15.0.6, 256 bits)']);
});

const found: readonly FoundAdapter[] = [
  { name: 'NVIDIA RTX A4000', kind: 'discrete', features: [], largestBuffer: 0 },
  { name: 'Intel(R) UHD Graphics', kind: 'integrated', features: [], largestBuffer: 0 },
];

test.each([
  ['auto', 'NVIDIA RTX A4000'],
  ['1', 'Intel(R) UHD Graphics'],
  ['uhd', 'Intel(R) UHD Graphics'],
])('%s means %s', (gpu, name) => {
  expect(chooseAdapter(found, gpu).name).toBe(name);
});

test('a GPU that is not there is refused with those that are', () => {
  expect(() => chooseAdapter(found, '2')).toThrow(
    'device.gpu: there is no "2" here: there is 0 (NVIDIA RTX A4000), 1 (Intel(R) UHD Graphics)',
  );
  expect(() => chooseAdapter([], 'auto')).toThrow('finds no GPU here: use "cpu"');
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
  const { unit, scale } = chooseMultiplier(matrices, 'Some GPU', 512);
  expect(unit.shape).toEqual({ M: 16, N: 16, K: 16 });
  expect(scale).toBe(512);
});

test.each([
  ['no 16-bit floats', { ...matrices, features: new Set(['chromium-experimental-subgroup-matrix']) }],
  ['subgroups of another size', { ...matrices, info: { ...matrices.info, subgroupMinSize: 16 } }],
  ['no units', { ...matrices, info: { subgroupMinSize: 32, subgroupMaxSize: 32 } }],
])('mixed precision is refused where there are %s', (_, adapter) => {
  expect(() => chooseMultiplier(adapter, 'Some GPU', 512)).toThrow(
    'device.precision: "mixed" needs a GPU with matrix units for 16-bit floats, and Some GPU offers none to programs: use "float32"',
  );
});
