import { overElements } from './elementwise';
import { elementOf } from './convolution';

interface NormalizeOptions {
  readonly channels: number;
  readonly relu: boolean;
  readonly residual: boolean;
}

/**
 * WGSL of batch norm, addition and ReLU over what a convolution made. Bindings: 0 conv, 1 mean, 2 variance, 3 gamma,
 * 4 beta, 5 out, 6 residual where there is one, then a uniform: elements, epsilon.
 */
export function normalizeCode({ channels, relu, residual }: NormalizeOptions): string {
  const element = elementOf(channels);
  const perRow = element === 'f32' ? channels : channels / 4;
  return /* wgsl */ `
struct Shape { elements: u32, epsilon: f32 }
@group(0) @binding(0) var<storage, read> conv: array<${element}>;
@group(0) @binding(1) var<storage, read> mean: array<${element}>;
@group(0) @binding(2) var<storage, read> variance: array<${element}>;
@group(0) @binding(3) var<storage, read> gamma: array<${element}>;
@group(0) @binding(4) var<storage, read> beta: array<${element}>;
@group(0) @binding(5) var<storage, read_write> out: array<${element}>;
${residual ? `@group(0) @binding(6) var<storage, read> residual: array<${element}>;` : ''}
@group(0) @binding(${residual ? 7 : 6}) var<uniform> shape: Shape;
${overElements}
  let channel = at % ${perRow}u;
  let scale = gamma[channel] * inverseSqrt(variance[channel] + shape.epsilon);
  var value = (conv[at] - mean[channel]) * scale + beta[channel];
  ${residual ? 'value += residual[at];' : ''}
  out[at] = ${relu ? `max(value, ${element}())` : 'value'};
}`;
}
