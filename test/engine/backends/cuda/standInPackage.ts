import { version_core } from '@tensorflow/tfjs-core';
import { cpSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

/** How the stand-in behaves, by its environment variable `STAND_IN`. */
export type Behaviour = 'works' | 'hasNoGpu' | 'computesWrong' | 'fails' | 'lacksAddon' | 'lacksLibrary';

/**
 * Program of a package of the shape of tfjs-node-gpu: it has a copy of tfjs of its own, with which it registers a backend
 * and kernels when it is loaded. They compute on the processor, in TF32 where nothing is said against it, take padding only
 * as tfjs-node takes it, and use what Node.js 23 removed.
 */
const program = `
const util = require('util');
const behaviour = process.env.STAND_IN ?? 'works';
// TensorFlow opens a context on every GPU that it sees, also where other jobs compute.
if (!/^[^,]+$/.test(process.env.CUDA_VISIBLE_DEVICES ?? '')) throw new Error('this is not one GPU');
if (behaviour === 'lacksAddon')
  throw new Error('The Node.js native addon module (tfjs_binding.node) can not be found at path: lib/napi-v9/tfjs_binding.node.\\nPlease run …');
if (behaviour === 'lacksLibrary') throw new Error('libstdc++.so.6: version \`GLIBCXX_3.4.30\\' not found, GLIBC');
const tf = require('@tensorflow/tfjs-core');
const { MathBackendCPU } = require('@tensorflow/tfjs-backend-cpu');
if (util.isNullOrUndefined(behaviour) || util.isArray(behaviour)) throw new Error('no behaviour');
if (tf === globalThis.tfjsOfProgram) throw new Error('this is no copy');

class NodeJSKernelBackend extends MathBackendCPU {
  isUsingGpuDevice = behaviour !== 'hasNoGpu';
  // Recommends to install what this stands for.
  firstUse = false;
  write(values, shape, dtype) {
    if (ArrayBuffer.isView(values) && values.buffer instanceof SharedArrayBuffer) throw new Error('shared memory');
    return super.write(values, shape, dtype);
  }
}
// As cuBLAS and cuDNN read float32 from Ampere on: ten bits of the fraction.
const inTf32 = (tensor) =>
  tf.tensor(tensor.dataSync().map((x) => Math.fround(x * 8193) - Math.fround(x * 8192)), tensor.shape);
const rounds = process.env.NVIDIA_TF32_OVERRIDE !== '0';
const number = (pad) => typeof pad === 'number' && pad !== 0;
const refuses = {
  Conv2D: number,
  Conv2DBackpropInput: (pad) => number(pad) || typeof pad === 'object',
  Conv2DBackpropFilter: (pad) => number(pad) || typeof pad === 'object',
  MaxPool: number,
  MaxPoolGrad: number,
};
for (const config of tf.getKernelsForBackend('cpu')) {
  const { kernelName, kernelFunc } = config;
  tf.registerKernel({
    ...config,
    backendName: 'tensorflow',
    kernelFunc: (params) => {
      const { attrs, inputs } = params;
      if (refuses[kernelName]?.(attrs.pad)) throw new Error('TF Backend supports only valid and same padding');
      if (behaviour === 'fails' && kernelName === 'Conv2D') throw new Error('Failed to get convolution algorithm.\\nMore');
      if (behaviour === 'computesWrong' && kernelName === 'Conv2DBackpropFilter')
        return kernelFunc({ ...params, inputs: { ...inputs, dy: inputs.x.shape[3] === 5 ? tf.neg(inputs.dy) : inputs.dy } });
      // The product that is timed would take plain JavaScript a minute.
      if (kernelName === 'BatchMatMul' && inputs.a.shape[1] === 2048) return tf.clone(inputs.a);
      if (rounds && kernelName === 'BatchMatMul') {
        const [a, b] = [inputs.a, inputs.b].map(inTf32);
        return kernelFunc({ ...params, inputs: { a, b } });
      }
      return kernelFunc(params);
    },
  });
}
tf.registerBackend('tensorflow', () => new NodeJSKernelBackend(), 3);
if (!tf.setBackend('tensorflow')) throw new Error('Could not initialize TensorFlow backend.');
`;

/** Makes a folder with the stand-in installed in it. */
export function installStandIn(version: string = version_core): string {
  const folder = mkdtempSync(join(tmpdir(), 'simclr-cuda-'));
  const place = join(folder, 'node_modules', '@tensorflow', 'tfjs-node-gpu');
  mkdirSync(place, { recursive: true });
  writeFileSync(
    join(place, 'package.json'),
    JSON.stringify({ name: '@tensorflow/tfjs-node-gpu', version, main: 'index.js' }),
  );
  writeFileSync(join(place, 'index.js'), program);
  const { resolve } = createRequire(__filename);
  for (const name of ['@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-cpu']) {
    const main = resolve(name);
    const copy = join(folder, 'node_modules', name);
    cpSync(main, join(copy, 'dist', main.slice(dirname(main).length + 1)));
    cpSync(join(dirname(main), '..', 'package.json'), join(copy, 'package.json'));
  }
  const seedrandom = createRequire(resolve('@tensorflow/tfjs-backend-cpu')).resolve(
    'seedrandom/package.json',
  );
  symlinkSync(dirname(seedrandom), join(folder, 'node_modules', 'seedrandom'), 'junction');
  return folder;
}

/** Environment of a process that finds the stand-in in `folder`, and GPUs of NVIDIA by the given names. */
export function standInEnvironment(
  folder: string,
  behaviour: Behaviour,
  gpus: readonly string[] = ['NVIDIA Stand-In'],
): NodeJS.ProcessEnv {
  const programs = join(folder, 'bin');
  mkdirSync(programs, { recursive: true });
  const lines = gpus.map((name, i) => `echo "${name}, 24576, GPU-0000000${i}-aaaa"`);
  const listing = ['#!/bin/sh', ...lines, `exit ${gpus.length > 0 ? 0 : 9}`].join('\n');
  writeFileSync(join(programs, 'nvidia-smi'), listing, { mode: 0o755 });
  return {
    ...process.env,
    SIMCLR_CUDA_PATH: folder,
    STAND_IN: behaviour,
    CUDA_VISIBLE_DEVICES: undefined,
    PATH: `${programs}${delimiter}${process.env['PATH'] ?? ''}`,
  };
}
