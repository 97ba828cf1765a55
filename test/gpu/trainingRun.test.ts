import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeBackend } from '../../engine/backends/closeBackend';
import type { RunConfigInput } from '../../engine/config/runConfig';
import { listCheckpoints, readCheckpoint } from '../../engine/runs/checkpoints';
import type { MetricKey, MetricsLine } from '../../engine/runs/metricsLine';
import { readMetrics } from '../../engine/runs/readMetrics';
import { readRun } from '../../engine/runs/readRun';
import type { NamedTensor } from '../../engine/runs/trainingState';
import { trainRun } from '../../engine/train/trainRun';
import { tinyConfig } from '../engine/train/tinyRun';

/** 32 steps on so little that SwiftShader does not take long, and so easy that they teach something all the same. */
const config: RunConfigInput = {
  data: { builtin: { train: 32, test: 16, size: 16 }, imageSize: 8 },
  augment: {
    transforms: [
      { type: 'crop', scale: [0.7, 1] },
      { type: 'flip' },
      { type: 'color', p: 0.5, brightness: 0.2, contrast: 0.2, saturation: 0.2, hue: 0.02 },
    ],
  },
  loss: { temperature: 0.2 },
  optimizer: { type: 'lars', learningRate: 4 },
  epochs: 8,
  evaluate: { maxImages: 16, knnNeighbours: 3, everyEpochs: 8 },
  checkpoint: { everyEpochs: 1, keepLast: 8 },
};

interface Trained {
  readonly lines: readonly MetricsLine[];
  /** By step. */
  readonly checkpoints: ReadonlyMap<number, readonly NamedTensor[]>;
  readonly state: string;
  readonly backend: string | undefined;
}

async function train(folder: string, backend: 'cpu' | 'webgpu'): Promise<Trained> {
  const { runFolder } = await trainRun({
    config: tinyConfig({ ...config, device: { backend, threads: 1, loaderThreads: 1 } }),
    ...{ runsFolder: join(folder, 'runs'), baseFolder: folder },
    ...{ signal: new AbortController().signal, onEvent: () => undefined },
  });
  closeBackend();
  const { paths, record } = readRun(runFolder);
  const checkpoints = listCheckpoints(paths.checkpoints).map(
    ({ step, path }) => [step, readCheckpoint(path).tensors] as const,
  );
  return {
    lines: readMetrics(paths.metrics).lines,
    checkpoints: new Map(checkpoints),
    ...{ state: record.state, backend: record.device?.backend },
  };
}

describe('a short run on the built-in images', () => {
  const folder = mkdtempSync(join(tmpdir(), 'simclr-gpu-'));
  let cpu: Trained;
  let gpu: Trained;
  beforeAll(async () => {
    cpu = await train(folder, 'cpu');
    gpu = await train(folder, 'webgpu');
    // Most of it goes into compiling programs in software, which takes its time where others are busy too.
  }, 600_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('ends, with the same lines and checkpoints on both', () => {
    expect([gpu.state, gpu.backend, cpu.backend]).toEqual(['finished', 'webgpu', 'cpu']);
    expect(gpu.lines.map(({ step }) => step)).toEqual(Array.from({ length: 33 }, (_, step) => step));
    expect([...gpu.checkpoints.keys()]).toEqual([4, 8, 12, 16, 20, 24, 28, 32]);
    expect([...cpu.checkpoints.keys()]).toEqual([...gpu.checkpoints.keys()]);
  });

  /**
   * Training magnifies rounding. On the CPU, the builds with and without fused multiply-adds differ in this very run by 5e-7
   * at its first step, 3e-5 at the 8th, 1e-4 at the 18th and 4e-4 at the 28th: by a fifth more each step. A GPU may differ
   * some times as much; a single wrong view, gradient or update changes a loss in its second digit.
   */
  const rounding = (step: number) => 2e-5 * 1.2 ** step;

  test('has the loss curve of the CPU, which falls', () => {
    gpu.lines.slice(1).forEach((line) => {
      const { loss = NaN } = cpu.lines[line.step] ?? {};
      expect(Math.abs((line.loss ?? NaN) - loss), `at step ${line.step}`).toBeLessThan(rounding(line.step));
    });
    const mean = (from: number, to: number) =>
      gpu.lines.slice(from, to + 1).reduce((sum, { loss = NaN }) => sum + loss, 0) / (to + 1 - from);
    expect(mean(1, 8) - mean(25, 32)).toBeGreaterThan(0.5);
  });

  test('has its gradients', () => {
    gpu.lines.slice(1).forEach(({ step, gradientNorm = NaN }) => {
      const expected = cpu.lines[step]?.gradientNorm ?? NaN;
      // A loss is flat where its gradient is not.
      expect(Math.abs(gradientNorm / expected - 1), `at step ${step}`).toBeLessThan(10 * rounding(step));
    });
  });

  test.each<[MetricKey, number]>([
    ['probe.h', 1 / 16],
    ['probe.z', 1 / 16],
    ['knn.h', 1 / 16],
    ['alignment', 5e-3],
    ['uniformity', 5e-3],
    ['rank.h', 5e-2],
  ])('has its %s at the end, within %f', (key, tolerance) => {
    const last = [gpu, cpu].map(({ lines }) => lines.at(-1)?.[key] ?? NaN) as [number, number];
    expect(Math.abs(last[0] - last[1])).toBeLessThanOrEqual(tolerance);
  });

  /** Encoder, head, probes, running statistics and the optimizer's memory. */
  test.each([
    [4, 5e-4],
    [32, 5e-2],
  ])('has in its checkpoint of step %i what the CPU has, within %f of the largest', (step, tolerance) => {
    const expected = cpu.checkpoints.get(step) ?? [];
    const found = gpu.checkpoints.get(step) ?? [];
    expect(found.map(({ name }) => name)).toEqual(expected.map(({ name }) => name));
    expect(found.length).toBeGreaterThan(80);
    found.forEach(({ name, data }, index) => {
      const other = expected[index]?.data ?? new Float32Array();
      const largest = other.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      const difference = data.reduce(
        (most, value, at) => Math.max(most, Math.abs(value - (other[at] ?? NaN))),
        0,
      );
      expect(difference, name).toBeLessThanOrEqual(tolerance * largest);
    });
  });
});
