import { overElements } from './elementwise';

/**
 * WGSL of batch norm with fixed statistics as a scale and a shift per channel. Bindings, [C] each: 0 gamma, 1 beta, 2 mean,
 * 3 variance, 4 scale, 5 shift, 6 inverse deviation; 7 uniform: C, epsilon.
 */
export const foldBatchNormCode = /* wgsl */ `
struct Shape { elements: u32, epsilon: f32 }
@group(0) @binding(0) var<storage, read> gamma: array<f32>;
@group(0) @binding(1) var<storage, read> beta: array<f32>;
@group(0) @binding(2) var<storage, read> mean: array<f32>;
@group(0) @binding(3) var<storage, read> variance: array<f32>;
@group(0) @binding(4) var<storage, read_write> scale: array<f32>;
@group(0) @binding(5) var<storage, read_write> shift: array<f32>;
@group(0) @binding(6) var<storage, read_write> inverseDeviation: array<f32>;
@group(0) @binding(7) var<uniform> shape: Shape;
${overElements}
  let inverse = inverseSqrt(variance[at] + shape.epsilon);
  let factor = gamma[at] * inverse;
  scale[at] = factor;
  shift[at] = beta[at] - mean[at] * factor;
  inverseDeviation[at] = inverse;
}`;
