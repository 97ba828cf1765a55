import { version_core } from '@tensorflow/tfjs-core';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BackendDescription } from '../../../../engine/backends/describeBackends';
import { cudaPackageVersion } from '../../../../engine/protocol/cudaPackage';
import { listRuns } from '../../../../engine/runs/listRuns';
import { installStandIn, standInEnvironment, type Behaviour } from './standInPackage';

let folder: string;
beforeAll(() => {
  folder = installStandIn();
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the built program in a process of its own, which TensorFlow and its kernels stay in. */
function simclr(environment: NodeJS.ProcessEnv, ...args: readonly string[]) {
  const program = resolve('dist/engine/cli.js');
  const env = { ...environment, NO_COLOR: '1', COLUMNS: '200' };
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    env,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

function backends(behaviour: Behaviour, gpus?: readonly string[]): readonly BackendDescription[] {
  const { stdout } = simclr(standInEnvironment(folder, behaviour, gpus), 'backends', '--json');
  return JSON.parse(stdout) as BackendDescription[];
}

const network = {
  ...{ 'encoder.width': 4, 'encoder.stem': 'imagenet', 'head.outputSize': 8, batchSize: 8 },
  'evaluate.maxImages': 16,
  'evaluate.knnNeighbours': 4,
};
const flags = Object.entries(network).flatMap(([field, value]) => ['--set', `${field}=${String(value)}`]);

/** Trains for a moment; `name` is that of the folder of its run. */
function train(environment: NodeJS.ProcessEnv, name: string, ...args: readonly string[]) {
  const runs = join(folder, name);
  mkdirSync(runs);
  const size = ['--epochs', '1', '--limit', '24', '--runs', runs];
  const done = simclr(environment, 'train', ...size, ...flags, ...args);
  return { ...done, runs };
}

function lossesOf(runs: string): number[] {
  const [run] = listRuns(runs).runs;
  const lines = readFileSync(run?.paths.metrics ?? '', 'utf8')
    .trim()
    .split('\n');
  return lines.flatMap((line) => (JSON.parse(line) as { loss?: number }).loss ?? []);
}

describe('simclr backends, with CUDA installed', () => {
  test('takes it before all others where it works, on the GPU that is left to it, and says what it is', () => {
    const environment = standInEnvironment(folder, 'works', [
      'NVIDIA Other',
      'NVIDIA Stand-In',
      'NVIDIA Third',
    ]);
    const { stdout } = simclr({ ...environment, CUDA_VISIBLE_DEVICES: '1,2' }, 'backends', '--json');
    const [cuda, ...others] = JSON.parse(stdout) as BackendDescription[];
    expect(cuda).toMatchObject({
      ...{ name: 'cuda', available: true, chosen: true, selfTest: { passed: true, build: 'TensorFlow' } },
      adapters: [
        { name: 'NVIDIA Other' },
        { name: 'NVIDIA Stand-In', kind: 'discrete', memory: 24 * 2 ** 30 },
        { name: 'NVIDIA Third' },
      ],
    });
    expect(cuda?.detail).toMatch(/^NVIDIA Stand-In, tfjs-node-gpu 4\.\d+\.\d+ in .*tfjs-node-gpu$/);
    expect(others.map(({ chosen }) => chosen)).toEqual([false, false]);
  });

  test.each<[Behaviour, RegExp, RegExp]>([
    ['hasNoGpu', /TensorFlow (does not find .*cuda|finds no GPU)/, /CUDA/],
    ['computesWrong', /wrong numbers/, /cuDNN/],
    ['fails', /fails on the GPU \(Failed to get convolution algorithm\.\)/, /cuDNN 8\.1/],
    ['lacksAddon', /TensorFlow itself is missing from .*tfjs-node-gpu/, /install script/],
    ['lacksLibrary', /lacks a library \(.*GLIBCXX/, /LD_LIBRARY_PATH/],
  ])('refuses one that %s, says why and what to do, and goes on', (behaviour, reason, remedy) => {
    const [cuda, ...others] = backends(behaviour);
    expect(cuda).toMatchObject({ name: 'cuda', available: false, chosen: false });
    expect(cuda?.reason).toMatch(reason);
    expect(cuda?.reason).not.toContain('\n');
    expect(cuda?.remedy).toMatch(remedy);
    expect(others.filter(({ chosen }) => chosen)).toHaveLength(1);
    expect(others.find(({ name }) => name === 'cpu')?.selfTest?.passed).toBe(true);
  });

  test('tells a machine without a driver from one without CUDA', () => {
    expect(backends('hasNoGpu', [])[0]?.reason).toMatch(/no NVIDIA GPU with a working driver|does not find/);
  });

  test('does not load one that goes with another tfjs', () => {
    const old = installStandIn('4.1.0');
    const { stdout, stderr } = simclr(standInEnvironment(old, 'works'), 'backends');
    rmSync(old, { recursive: true });
    expect(stderr).toBe('');
    expect(stdout).toMatch(/cuda.*is version 4\.1\.0, and this program goes with 4\.22\.0/);
  });
});

describe('simclr train, with CUDA installed', () => {
  test('computes on it what the CPU computes', () => {
    const done = train(standInEnvironment(folder, 'works'), 'on-cuda');
    expect(done.status).toBe(0);
    expect(done.stderr).not.toMatch(/already|registered|Deprecat/);
    const [run] = listRuns(done.runs).runs;
    expect(run?.record.device).toMatchObject({ backend: 'cuda', threads: 0 });
    const log = readFileSync(run?.paths.log ?? '', 'utf8');
    expect(log).toContain('Warming up CUDA');
    expect(log).toMatch(/Backend: cuda, NVIDIA Stand-In, .*: it is the fastest that works here\./);

    const onCpu = train(process.env, 'on-cpu', '--backend', 'cpu');
    const [expected, found] = [lossesOf(onCpu.runs), lossesOf(done.runs)];
    expect(found).toHaveLength(expected.length);
    expect(found.length).toBeGreaterThan(2);
    for (const [i, loss] of expected.entries()) expect(found[i]).toBeCloseTo(loss, 3);
  });

  test('takes the next where it does not work, and says so in the log', () => {
    const { status, runs } = train(standInEnvironment(folder, 'computesWrong'), 'fallen-back');
    expect(status).toBe(0);
    const [run] = listRuns(runs).runs;
    expect(run?.record.device?.backend).not.toBe('cuda');
    expect(readFileSync(run?.paths.log ?? '', 'utf8')).toMatch(
      /Backend: (cpu|webgpu).*CUDA cannot be used: TensorFlow computes wrong numbers on this GPU/,
    );
  });

  test('does not start where CUDA alone is wanted and does not work', () => {
    const { status, stderr } = train(standInEnvironment(folder, 'hasNoGpu'), 'refused', '--backend', 'cuda');
    expect(status).toBe(1);
    expect(stderr).toMatch(/CUDA cannot be used: /);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  test('is told which GPUs there are where it names another', () => {
    const environment = standInEnvironment(folder, 'works', ['NVIDIA A', 'NVIDIA B']);
    const { status, stderr } = train(
      environment,
      'other-gpu',
      '--backend',
      'cuda',
      '--set',
      'device.gpu=Radeon',
    );
    expect(status).toBe(1);
    expect(stderr).toContain('there is 0 (NVIDIA A), 1 (NVIDIA B)');
  });
});

test('without CUDA its absence is no news to a run, and simclr backends says how to get it', () => {
  const environment = { ...process.env, SIMCLR_CUDA_PATH: '' };
  const { stdout } = simclr(environment, 'backends');
  expect(stdout).toMatch(/cuda .*not available: not installed/);
  expect(stdout).toContain('npm install @tensorflow/tfjs-node-gpu@4.22.0');
  const { stderr } = train(environment, 'none', '--backend', 'cuda');
  expect(stderr).toContain('CUDA cannot be used: not installed');
});

test('the version that is installed goes with our tfjs', () => {
  expect(cudaPackageVersion).toBe(version_core);
});
