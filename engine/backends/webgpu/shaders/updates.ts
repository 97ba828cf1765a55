import { overElements, sumOfThreads, sumThreads } from './elementwise';

/**
 * WGSL of a step of SGD with momentum, in place. Bindings: 0 w, 1 g, 2 v, 3 uniform: elements, rate, momentum, weight
 * decay, 1 for Nesterov.
 */
export const momentumUpdateCode = /* wgsl */ `
struct Shape { elements: u32, rate: f32, momentum: f32, decay: f32, nesterov: u32 }
@group(0) @binding(0) var<storage, read_write> w: array<f32>;
@group(0) @binding(1) var<storage, read> g: array<f32>;
@group(0) @binding(2) var<storage, read_write> v: array<f32>;
@group(0) @binding(3) var<uniform> shape: Shape;
${overElements}
  let d = g[at] + shape.decay * w[at];
  let velocity = shape.momentum * v[at] + d;
  v[at] = velocity;
  w[at] -= shape.rate * select(velocity, d + shape.momentum * velocity, shape.nesterov == 1u);
}`;

/** Elements that a workgroup of the norms goes over. */
export const elementsPerNorm = 4096;

/**
 * WGSL of the squared lengths of w and of g + decay · w, one share a workgroup. Bindings: 0 w, 1 g, 2 shares [groups, 2],
 * 3 uniform: elements, decay.
 */
export const larsNormsCode = /* wgsl */ `
struct Shape { elements: u32, decay: f32 }
@group(0) @binding(0) var<storage, read> w: array<f32>;
@group(0) @binding(1) var<storage, read> g: array<f32>;
@group(0) @binding(2) var<storage, read_write> norms: array<f32>;
@group(0) @binding(3) var<uniform> shape: Shape;
${sumOfThreads}

@compute @workgroup_size(${sumThreads})
fn main(@builtin(local_invocation_index) thread: u32, @builtin(workgroup_id) group: vec3u) {
  let end = min(shape.elements, (group.x + 1u) * ${elementsPerNorm}u);
  var weights = 0.0;
  var gradients = 0.0;
  for (var at = group.x * ${elementsPerNorm}u + thread; at < end; at += ${sumThreads}u) {
    let d = g[at] + shape.decay * w[at];
    weights += w[at] * w[at];
    gradients += d * d;
  }
  let weightSum = sumOfThreads(thread, weights);
  let gradientSum = sumOfThreads(thread, gradients);
  if (thread == 0u) {
    norms[2u * group.x] = weightSum;
    norms[2u * group.x + 1u] = gradientSum;
  }
}`;

/**
 * WGSL of a step of LARS, in place. Bindings: 0 w, 1 g, 2 v, 3 shares of the norms, 4 uniform: elements, rate, momentum,
 * weight decay, 1 for Nesterov, trust coefficient, number of shares (0 where the rate does not adapt).
 */
export const larsUpdateCode = /* wgsl */ `
struct Shape {
  elements: u32, rate: f32, momentum: f32, decay: f32, nesterov: u32, trust: f32, shares: u32
}
@group(0) @binding(0) var<storage, read_write> w: array<f32>;
@group(0) @binding(1) var<storage, read> g: array<f32>;
@group(0) @binding(2) var<storage, read_write> v: array<f32>;
@group(0) @binding(3) var<storage, read> norms: array<f32>;
@group(0) @binding(4) var<uniform> shape: Shape;
${sumOfThreads}

@compute @workgroup_size(${sumThreads})
fn main(@builtin(local_invocation_index) thread: u32, @builtin(workgroup_id) group: vec3u) {
  var weights = 0.0;
  var gradients = 0.0;
  for (var share = thread; share < shape.shares; share += ${sumThreads}u) {
    weights += norms[2u * share];
    gradients += norms[2u * share + 1u];
  }
  let weightSum = sumOfThreads(thread, weights);
  let gradientSum = sumOfThreads(thread, gradients);
  var rate = shape.rate;
  if (weightSum > 0.0 && gradientSum > 0.0) { rate *= shape.trust * sqrt(weightSum) / sqrt(gradientSum); }
  let end = min(shape.elements, (group.x + 1u) * ${elementsPerNorm}u);
  for (var at = group.x * ${elementsPerNorm}u + thread; at < end; at += ${sumThreads}u) {
    let scaled = rate * (g[at] + shape.decay * w[at]);
    let velocity = shape.momentum * v[at] + scaled;
    v[at] = velocity;
    w[at] -= select(velocity, shape.momentum * velocity + scaled, shape.nesterov == 1u);
  }
}`;

/**
 * WGSL of a step of Adam, in place. Bindings: 0 w, 1 g, 2 m, 3 s, 4 uniform: elements, the rate with the mean's
 * correction, β₁, β₂, ε, weight decay, the square's correction.
 */
export const adamUpdateCode = /* wgsl */ `
struct Shape {
  elements: u32, rate: f32, beta1: f32, beta2: f32, epsilon: f32, decay: f32, correction: f32
}
@group(0) @binding(0) var<storage, read_write> w: array<f32>;
@group(0) @binding(1) var<storage, read> g: array<f32>;
@group(0) @binding(2) var<storage, read_write> m: array<f32>;
@group(0) @binding(3) var<storage, read_write> s: array<f32>;
@group(0) @binding(4) var<uniform> shape: Shape;
${overElements}
  let d = g[at] + shape.decay * w[at];
  let mean = m[at] + (1.0 - shape.beta1) * (d - m[at]);
  let square = s[at] + (1.0 - shape.beta2) * (d * d - s[at]);
  m[at] = mean;
  s[at] = square;
  w[at] -= shape.rate * mean / (sqrt(square * shape.correction) + shape.epsilon);
}`;
