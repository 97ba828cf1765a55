import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import { minimumNorm, type NtXentAttributes } from '../../../ops/ntXent';
import type { GpuBackend } from '../gpuBackend';
import {
  acrossCode,
  joinSharesCode,
  meanOutcomesCode,
  pairWeightsCode,
  similaritySharesCode,
  similarityTile,
  unitRowsCode,
  weightedRowsCode,
} from '../shaders/ntXent';
import { f32, u32 } from '../uniforms';
import { parts, tilesOf } from './tiles';

/** Bytes of the weights of pairs that are in memory at once. */
const mostWeightBytes = 16 * 2 ** 20;

/** Kernel `NtXent`, see `engine/ops/ntXent.ts`; the similarities of all pairs are never in memory together. */
export const ntXent: KernelFunc = ({ inputs, attrs, backend }) => {
  const { z } = inputs as { z: TensorInfo };
  const { temperature, normalize } = attrs as unknown as NtXentAttributes;
  const [rows = 0, size = 0] = z.shape;
  const gpu = backend as GpuBackend;
  const inverseTemperature = f32(1 / temperature);

  const inverse = gpu.output([rows]);
  const unit = normalize ? gpu.output([rows, size]) : z;
  if (normalize) {
    const program = { name: 'unitRows', code: unitRowsCode };
    gpu.run(program, [z, unit, inverse], [rows], [u32(rows), u32(size), f32(minimumNorm)]);
  }

  const columnTiles = parts(rows, similarityTile.columns);
  const partial = gpu.output([columnTiles, 3, rows]);
  gpu.run(
    { name: 'similarityShares', code: similaritySharesCode(size) },
    [unit, partial],
    [tilesOf(rows, rows, similarityTile)],
    [u32(rows), inverseTemperature],
  );
  const [logSums, outcomes] = [gpu.output([rows]), gpu.output([2, rows])];
  gpu.run(
    { name: 'joinShares', code: joinSharesCode },
    [unit, partial, logSums, outcomes],
    [rows],
    [u32(rows), u32(size), u32(columnTiles), inverseTemperature],
  );
  const [loss, accuracy] = [gpu.output([]), gpu.output([])];
  gpu.run({ name: 'meanOutcomes', code: meanOutcomesCode }, [outcomes, loss, accuracy], [1], [u32(rows)]);

  const dUnit = gradientOfUnits(gpu, unit, logSums, temperature);
  let gradient = dUnit;
  if (normalize) {
    gradient = gpu.output([rows, size]);
    const program = { name: 'across', code: acrossCode };
    gpu.run(program, [unit, inverse, dUnit, gradient], [rows], [u32(rows), u32(size)]);
    for (const { dataId } of [unit, dUnit]) gpu.disposeData(dataId);
  }
  for (const { dataId } of [inverse, partial, logSums, outcomes]) gpu.disposeData(dataId);
  return [loss, accuracy, gradient];
};

/** Gradient of the loss with respect to the rows that are compared, a share of rows after the other. */
function gradientOfUnits(
  gpu: GpuBackend,
  unit: TensorInfo,
  logSums: TensorInfo,
  temperature: number,
): TensorInfo {
  const [rows = 0, size = 0] = unit.shape;
  const perShare = Math.max(1, Math.min(rows, Math.floor(mostWeightBytes / (4 * rows))));
  const tile = gpu.tileFor(perShare, size);
  const weights = gpu.output([perShare, rows]);
  const dUnit = gpu.output([rows, size]);
  for (let first = 0; first < rows; first += perShare) {
    const count = Math.min(perShare, rows - first);
    gpu.run(
      { name: 'pairWeights', code: pairWeightsCode(size) },
      [unit, logSums, weights],
      [tilesOf(count, rows, similarityTile)],
      [u32(rows), f32(1 / temperature), u32(first), u32(count)],
    );
    gpu.run(
      { name: 'weightedRows', code: weightedRowsCode(rows, size, tile) },
      [weights, unit, dUnit],
      [tilesOf(count, size, tile)],
      [u32(rows), f32(1 / (rows * temperature)), u32(first), u32(count)],
    );
  }
  gpu.disposeData(weights.dataId);
  return dUnit;
}
