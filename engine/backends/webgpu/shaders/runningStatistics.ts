import { overElements } from './elementwise';

/**
 * WGSL of running statistics that move towards a batch's, in place. Bindings: 0 running mean, 1 running variance, 2 mean,
 * 3 variance, 4 uniform: elements, share, share of the variance.
 */
export const runningStatisticsCode = /* wgsl */ `
struct Shape { elements: u32, share: f32, varianceShare: f32 }
@group(0) @binding(0) var<storage, read_write> runningMean: array<f32>;
@group(0) @binding(1) var<storage, read_write> runningVariance: array<f32>;
@group(0) @binding(2) var<storage, read> mean: array<f32>;
@group(0) @binding(3) var<storage, read> variance: array<f32>;
@group(0) @binding(4) var<uniform> shape: Shape;
${overElements}
  runningMean[at] = (1.0 - shape.share) * runningMean[at] + shape.share * mean[at];
  runningVariance[at] = (1.0 - shape.share) * runningVariance[at] + shape.varianceShare * variance[at];
}`;
