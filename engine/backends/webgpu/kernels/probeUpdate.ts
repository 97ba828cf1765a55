import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import { probeTensors, type ProbeTensors } from '../../../ops/probeUpdate';
import type { GpuBackend } from '../gpuBackend';
import { columnsPerGroup } from '../shaders/columns';
import {
  probeBiasCode,
  probeLogitsCode,
  probeScalesCode,
  probeStatisticsCode,
  probeWeightCode,
} from '../shaders/probeUpdate';
import { f32, u32 } from '../uniforms';
import { softmaxResiduals } from './softmaxResidual';
import { parts, tilesOf } from './tiles';

/** Kernel `ProbeUpdate`, see `engine/ops/probeUpdate.ts`; the probe's tensors are overwritten. */
export const probeUpdate: KernelFunc = ({ inputs, attrs, backend }) => {
  const { features, labels, ...probe } = inputs as unknown as ProbeTensors<TensorInfo, TensorInfo> &
    Readonly<Record<'features' | 'labels', TensorInfo>>;
  const { learningRate } = attrs as unknown as { learningRate: number };
  const [rows = 0, size = 0] = features.shape;
  const [, classes = 0] = probe.weight.shape;
  const gpu = backend as GpuBackend;

  const standard = gpu.output([2, size]);
  gpu.run(
    { name: 'probeStatistics', code: probeStatisticsCode },
    [features, probe.runningMean, probe.runningVariance, probe.seen, standard],
    [parts(size, columnsPerGroup)],
    [u32(size), u32(rows)],
  );
  gpu.run({ name: 'probeScales', code: probeScalesCode }, [standard, probe.seen], [1], [u32(size)]);

  const logits = gpu.output([rows, classes]);
  const tile = gpu.tileFor(rows, classes);
  gpu.run(
    { name: 'probeLogits', code: probeLogitsCode(size, classes, tile) },
    [features, standard, probe.weight, probe.bias, logits],
    [tilesOf(rows, classes, tile)],
    [u32(rows)],
  );
  const residual = softmaxResiduals(gpu, logits, labels);

  const weightTile = gpu.tileFor(size, classes);
  gpu.run(
    { name: 'probeWeight', code: probeWeightCode(size, classes, weightTile) },
    [features, standard, residual, probe.weight, probe.weightVelocity],
    [tilesOf(size, classes, weightTile)],
    [u32(rows), f32(learningRate)],
  );
  gpu.run(
    { name: 'probeBias', code: probeBiasCode },
    [residual, probe.bias, probe.biasVelocity],
    [parts(classes, columnsPerGroup)],
    [u32(classes), u32(rows), f32(learningRate)],
  );
  for (const { dataId } of [standard, logits, residual]) gpu.disposeData(dataId);
  return probeTensors.map((name) => gpu.takeOver(probe[name]));
};
