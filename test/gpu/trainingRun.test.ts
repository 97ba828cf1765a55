import { join } from 'node:path';
import { expect, test } from 'vitest';
import { closeBackend } from '../../engine/backends/closeBackend';
import type { RunConfigInput } from '../../engine/config/runConfig';
import { listCheckpoints } from '../../engine/runs/checkpoints';
import { readMetrics } from '../../engine/runs/readMetrics';
import { runPaths } from '../../engine/runs/runPaths';
import { trainRun } from '../../engine/train/trainRun';
import { temporaryFolder } from '../engine/runs/temporaryFolder';
import { tinyConfig } from '../engine/train/tinyRun';

const folder = temporaryFolder();

async function train(device: RunConfigInput['device'], changes: RunConfigInput = {}) {
  const t = performance.now();
  const { runFolder } = await trainRun({
    config: tinyConfig({ device, ...changes }),
    runsFolder: join(folder(), 'runs'),
    baseFolder: folder(),
    signal: new AbortController().signal,
    onEvent: () => undefined,
  });
  closeBackend();
  const paths = runPaths(runFolder);
  console.log(JSON.stringify(device), performance.now() - t);
  return {
    lines: readMetrics(paths.metrics).lines,
    checkpoints: listCheckpoints(paths.checkpoints).map(({ step }) => step),
  };
}

test('curves', async () => {
  const cpu = await train({ backend: 'cpu', threads: 1, loaderThreads: 1 });
  const cpu2 = await train({ backend: 'cpu', threads: 2, loaderThreads: 1 });
  const gpu = await train({ backend: 'webgpu', loaderThreads: 1 });
  for (const [i, line] of cpu.lines.entries()) {
    console.log(
      line.step,
      line.loss?.toFixed(5),
      ((cpu2.lines[i]?.loss ?? 0) - (line.loss ?? 0)).toExponential(1),
      ((gpu.lines[i]?.loss ?? 0) - (line.loss ?? 0)).toExponential(1),
      line['probe.h'],
      gpu.lines[i]?.['probe.h'],
      line['knn.h'],
      gpu.lines[i]?.['knn.h'],
      line.gradientNorm,
      gpu.lines[i]?.gradientNorm,
    );
  }
  console.log(cpu.checkpoints, gpu.checkpoints);
  expect(1).toBe(1);
});
