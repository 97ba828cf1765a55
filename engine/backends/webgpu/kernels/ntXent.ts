import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import type { NtXentAttributes } from '../../../ops/ntXent';
import { minimumNorm } from '../../../ops/pairLoss';
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

/** Kernel `NtXent`, see `engine/ops/ntXent.ts`; the similarities of all pairs are never in memory together. */
export const ntXent: KernelFunc = ({ inputs, attrs, backend }) => {
  const { z } = inputs as { z: TensorInfo };
  const { temperature, normalize } = attrs as unknown as NtXentAttributes;
  const [rows = 0, size = 0] = z.shape;
  const gpu = backend as GpuBackend;

  const inverse = gpu.output([rows]);
  const unit = normalize ? gpu.output([rows, size]) : z;
  if (normalize) {
    const program = { name: 'unitRows', code: unitRowsCode };
    gpu.run(program, [z, unit, inverse], [rows], [u32(rows), u32(size), f32(minimumNorm)]);
  }

  const [logSums, outcomes] = outcomesOfRows(gpu, unit, temperature);
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
  for (const { dataId } of [inverse, logSums, outcomes]) gpu.disposeData(dataId);
  return [loss, accuracy, gradient];
};

/**
 * The logarithms of the sums of exponentials [R] of the rows that are compared, and their losses and hits [2, R], a share
 * of rows after the other.
 */
function outcomesOfRows(gpu: GpuBackend, unit: TensorInfo, temperature: number): [TensorInfo, TensorInfo] {
  const [rows = 0, size = 0] = unit.shape;
  const columnTiles = parts(rows, similarityTile.columns);
  const perShare = rowsOfShare(gpu, rows, 3 * columnTiles);
  const partial = gpu.output([columnTiles, 3, perShare]);
  const [logSums, outcomes] = [gpu.output([rows]), gpu.output([2, rows])];
  for (const { first, count } of sharesOf(rows, perShare)) {
    const place = [u32(rows), f32(1 / temperature), u32(first), u32(count)];
    gpu.run(
      { name: 'similarityShares', code: similaritySharesCode(size) },
      [unit, partial],
      [tilesOf(count, rows, similarityTile)],
      place,
    );
    gpu.run(
      { name: 'joinShares', code: joinSharesCode },
      [unit, partial, logSums, outcomes],
      [count],
      [...place, u32(size), u32(columnTiles)],
    );
  }
  gpu.disposeData(partial.dataId);
  return [logSums, outcomes];
}

/** Gradient of the loss with respect to the rows that are compared, a share of rows after the other. */
function gradientOfUnits(
  gpu: GpuBackend,
  unit: TensorInfo,
  logSums: TensorInfo,
  temperature: number,
): TensorInfo {
  const [rows = 0, size = 0] = unit.shape;
  const perShare = rowsOfShare(gpu, rows, rows);
  const tile = gpu.tileFor(perShare, size);
  const weights = gpu.output([perShare, rows]);
  const dUnit = gpu.output([rows, size]);
  for (const { first, count } of sharesOf(rows, perShare)) {
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

/** Rows of a share for which there is room, whole tiles of them, when each takes so many numbers. */
function rowsOfShare(gpu: GpuBackend, rows: number, numbersOfRow: number): number {
  const tiles = Math.floor(gpu.sharesBytes / (4 * numbersOfRow * similarityTile.rows));
  return Math.min(rows, Math.max(1, tiles) * similarityTile.rows);
}

/** The shares of so many rows, the last of them maybe smaller. */
function sharesOf(rows: number, perShare: number): { readonly first: number; readonly count: number }[] {
  return Array.from({ length: parts(rows, perShare) }, (_, share) => {
    const first = share * perShare;
    return { first, count: Math.min(perShare, rows - first) };
  });
}
