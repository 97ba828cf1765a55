import { overColumns } from './columns';

/**
 * WGSL that joins the moments of the tiles of a convolution (Chan, Golub and LeVeque, 1983) to the mean and the biased
 * variance of each channel, and with `running` moves the running ones in place. Bindings: 0 moments [tiles, 2, C] (mean,
 * sum of squared deviations), 1 mean, 2 variance, with `running` 3 and 4 these, then a uniform: channels, rows in all, rows
 * of a tile, share of the batch in the running statistics, the same for the variance.
 */
export function joinMomentsCode(running: boolean): string {
  return /* wgsl */ `
struct Shape { columns: u32, rows: u32, perTile: u32, share: f32, varianceShare: f32 }
@group(0) @binding(0) var<storage, read> moments: array<f32>;
@group(0) @binding(1) var<storage, read_write> mean: array<f32>;
@group(0) @binding(2) var<storage, read_write> variance: array<f32>;
${
  running
    ? `@group(0) @binding(3) var<storage, read_write> runningMean: array<f32>;
@group(0) @binding(4) var<storage, read_write> runningVariance: array<f32>;`
    : ''
}
@group(0) @binding(${running ? 5 : 3}) var<uniform> shape: Shape;
${overColumns}
  let tiles = (shape.rows + shape.perTile - 1u) / shape.perTile;
  var sum = 0.0;
  if (inside) {
    for (var tile = share; tile < tiles; tile += rowStep) {
      let rows = f32(min(shape.perTile, shape.rows - tile * shape.perTile));
      sum += rows * moments[2u * tile * shape.columns + column];
    }
  }
  let all = sumOfColumn(share, local.x, sum) / f32(shape.rows);
  var deviations = 0.0;
  if (inside) {
    for (var tile = share; tile < tiles; tile += rowStep) {
      let rows = f32(min(shape.perTile, shape.rows - tile * shape.perTile));
      let off = moments[2u * tile * shape.columns + column] - all;
      deviations += moments[(2u * tile + 1u) * shape.columns + column] + rows * off * off;
    }
  }
  let spread = sumOfColumn(share, local.x, deviations) / f32(shape.rows);
  if (inside && share == 0u) {
    mean[column] = all;
    variance[column] = spread;
    ${
      running
        ? `runningMean[column] = (1.0 - shape.share) * runningMean[column] + shape.share * all;
    runningVariance[column] = (1.0 - shape.share) * runningVariance[column] + shape.varianceShare * spread;`
        : ''
    }
  }
}`;
}
