import { RunWriter } from '../../../engine/runs/runWriter';
import type { RunDevice, RunPlan, RunState } from '../../../engine/runs/runRecord';
import type { TrainRun } from '../../../engine/train/runEvents';

/** A trainer for tests of what is shown: writes a run folder and tells of it, without computing anything. */
export function scriptedRun({
  state = 'finished' as RunState,
  labelled = true,
  fail = null as Error | null,
} = {}): TrainRun {
  return async ({ config, runsFolder, baseFolder, resume, onEvent }) => {
    const writer =
      resume === undefined
        ? RunWriter.create({ runsFolder, config, baseFolder, versions: {} })
        : RunWriter.reopen(resume, {});
    const plan: RunPlan = {
      totalSteps: 20,
      stepsPerEpoch: 10,
      encoderParameters: 77_850,
      headParameters: 12_416,
      representationSize: 64,
      projectionSize: 128,
      peakMemory: 182_000_000,
    };
    const device: RunDevice = { backend: 'cpu', detail: 'wide kernels', threads: 2 };
    const dataset = {
      name: 'birds',
      format: 'folder',
      source: '/birds',
      fingerprint: 'f',
      classes: labelled ? ['a', 'b'] : null,
      imageSize: 32,
      trainCount: 5000,
      testCount: 1000,
      splitOrigin: 'given',
      badFiles: 0,
    };
    const runFolder = writer.paths.folder;
    onEvent({ type: 'progress', phase: 'decoding', done: 0, total: 6000 });
    onEvent({ type: 'log', level: 'info', message: 'Encoder: ResNet-8 with the CIFAR stem.' });
    onEvent({ type: 'warning', kind: 'data', message: 'Skipped 3 files.' });
    writer.update({ plan, device, dataset });
    writer.setState('running');
    onEvent({ type: 'started', runFolder, device, plan, step: 0, labelled });
    const steps = state === 'finished' ? 20 : 12;
    for (let step = 1; step <= steps; step++) {
      const evaluation = labelled ? { 'probe.h': 0.5, 'probe.z': 0.4, 'knn.h': 0.3 } : { uniformity: -1 };
      const line = {
        step,
        epoch: step / 10,
        time: step,
        loss: 6 - step / 20,
        ...(step % 10 === 0 ? evaluation : {}),
      };
      writer.appendMetrics(line);
      onEvent({ type: 'metrics', line });
    }
    if (fail !== null) {
      writer.setState('failed', fail.message);
      writer.close();
      throw fail;
    }
    const judged = labelled && state === 'finished';
    const summary = {
      state,
      runFolder,
      steps,
      seconds: 65,
      lossStart: 5.95,
      lossEnd: 5,
      linear: judged ? { h: 0.625, z: 0.5, untrainedH: 0.25, untrainedZ: 0.2, chance: 0.125 } : null,
      knn: judged ? { h: 0.55, untrainedH: 0.3, chance: 0.125 } : null,
    };
    writer.update({ summary });
    writer.setState(state);
    writer.close();
    return Promise.resolve(summary);
  };
}
