/** Channels of a workgroup, and threads that share one. */
export const channelsPerGroup = 16;
const threads = 16;

/**
 * WGSL that joins the moments of the tiles of a convolution (Chan, Golub and LeVeque, 1983) to the mean and the biased
 * variance of each channel, and with `running` moves the running ones in place. Bindings: 0 moments [tiles, 2, C] (mean,
 * sum of squared deviations), 1 mean, 2 variance, with `running` 3 and 4 these, then a uniform: channels, rows in all, rows
 * of a tile, share of the batch in the running statistics, the same for the variance.
 */
export function joinMomentsCode(running: boolean): string {
  return /* wgsl */ `
struct Shape { channels: u32, rows: u32, perTile: u32, share: f32, varianceShare: f32 }
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

var<workgroup> sums: array<f32, ${channelsPerGroup * threads}>;

fn total(thread: u32, channel: u32, value: f32) -> f32 {
  sums[thread * ${channelsPerGroup}u + channel] = value;
  workgroupBarrier();
  var sum = 0.0;
  for (var i = 0u; i < ${threads}u; i++) { sum += sums[i * ${channelsPerGroup}u + channel]; }
  workgroupBarrier();
  return sum;
}

@compute @workgroup_size(${channelsPerGroup}, ${threads})
fn main(@builtin(local_invocation_id) local: vec3u, @builtin(workgroup_id) group: vec3u) {
  let channel = group.x * ${channelsPerGroup}u + local.x;
  let inside = channel < shape.channels;
  let tiles = (shape.rows + shape.perTile - 1u) / shape.perTile;
  var sum = 0.0;
  if (inside) {
    for (var tile = local.y; tile < tiles; tile += ${threads}u) {
      let rows = f32(min(shape.perTile, shape.rows - tile * shape.perTile));
      sum += rows * moments[2u * tile * shape.channels + channel];
    }
  }
  let all = total(local.y, local.x, sum) / f32(shape.rows);
  var deviations = 0.0;
  if (inside) {
    for (var tile = local.y; tile < tiles; tile += ${threads}u) {
      let rows = f32(min(shape.perTile, shape.rows - tile * shape.perTile));
      let off = moments[2u * tile * shape.channels + channel] - all;
      deviations += moments[(2u * tile + 1u) * shape.channels + channel] + rows * off * off;
    }
  }
  let spread = total(local.y, local.x, deviations) / f32(shape.rows);
  if (inside && local.y == 0u) {
    mean[channel] = all;
    variance[channel] = spread;
    ${
      running
        ? `runningMean[channel] = (1.0 - shape.share) * runningMean[channel] + shape.share * all;
    runningVariance[channel] = (1.0 - shape.share) * runningVariance[channel] + shape.varianceShare * spread;`
        : ''
    }
  }
}`;
}
