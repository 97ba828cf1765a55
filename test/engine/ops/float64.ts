import { PhiloxStream } from '../../../engine/random/philox';

/**
 * Plain float64 definitions of the operations, written with loops and independent of tfjs, and gradients by central
 * differences, which in float64 are good to some nine digits. Tensors are row-major arrays.
 */

export type Numbers = Float64Array;

/** Shape of a convolution's operands: images [batch, side, side, inputs], filter [kernel, kernel, inputs, outputs]. */
export interface ConvolutionShape {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly kernel: number;
  readonly stride: number;
  readonly pad: number;
}

/** Output height and width. */
export function outputSize({ height, width, kernel, stride, pad }: ConvolutionShape): [number, number] {
  const size = (side: number) => Math.floor((side + 2 * pad - kernel) / stride) + 1;
  return [size(height), size(width)];
}

const at = (values: Numbers, index: number): number => values[index] ?? NaN;

export function convolve(x: Numbers, filter: Numbers, shape: ConvolutionShape): Numbers {
  const { batch, height, width, inputs, outputs, kernel, stride, pad } = shape;
  const [outHeight, outWidth] = outputSize(shape);
  const out = new Float64Array(batch * outHeight * outWidth * outputs);
  for (let position = 0; position < out.length; position++) {
    const channel = position % outputs;
    const column = Math.floor(position / outputs) % outWidth;
    const row = Math.floor(position / outputs / outWidth) % outHeight;
    const image = Math.floor(position / outputs / outWidth / outHeight);
    let sum = 0;
    for (let i = 0; i < kernel; i++) {
      for (let j = 0; j < kernel; j++) {
        const y = row * stride + i - pad;
        const z = column * stride + j - pad;
        if (y < 0 || y >= height || z < 0 || z >= width) continue;
        for (let c = 0; c < inputs; c++) {
          const pixel = at(x, ((image * height + y) * width + z) * inputs + c);
          sum += pixel * at(filter, ((i * kernel + j) * inputs + c) * outputs + channel);
        }
      }
    }
    out[position] = sum;
  }
  return out;
}

/** Mean and biased variance of each channel. */
export function channelStatistics(values: Numbers, channels: number): { mean: Numbers; variance: Numbers } {
  const mean = new Float64Array(channels);
  const variance = new Float64Array(channels);
  const count = values.length / channels;
  values.forEach((value, i) => (mean[i % channels] = at(mean, i % channels) + value / count));
  values.forEach((value, i) => {
    const channel = i % channels;
    variance[channel] = at(variance, channel) + (value - at(mean, channel)) ** 2 / count;
  });
  return { mean, variance };
}

/** scale · values + shift per channel, plus residual, then ReLU. */
export function affine(
  values: Numbers,
  scale: Numbers,
  shift: Numbers,
  { residual, relu }: { residual: Numbers | undefined; relu: boolean },
): Numbers {
  return values.map((value, i) => {
    const channel = i % scale.length;
    const sum = value * at(scale, channel) + at(shift, channel) + (residual ? at(residual, i) : 0);
    return relu ? Math.max(0, sum) : sum;
  });
}

/** Batch norm over the batch's own statistics, plus residual, then ReLU. */
export function batchNorm(
  values: Numbers,
  gamma: Numbers,
  beta: Numbers,
  epsilon: number,
  rest: { residual: Numbers | undefined; relu: boolean },
): Numbers {
  const { mean, variance } = channelStatistics(values, gamma.length);
  const scale = gamma.map((gain, c) => gain / Math.sqrt(at(variance, c) + epsilon));
  const shift = beta.map((offset, c) => offset - at(mean, c) * at(scale, c));
  return affine(values, scale, shift, rest);
}

/** Loss of the paper's algorithm 1, written as its double loop; z is [rows, size]. */
export function ntXentLoss(z: Numbers, rows: number, temperature: number, normalize: boolean): number {
  const size = z.length / rows;
  const vector = (row: number) => Array.from(z.subarray(row * size, (row + 1) * size));
  const dot = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * (b[i] ?? NaN), 0);
  const similarity = (i: number, k: number) => {
    const [a, b] = [vector(i), vector(k)];
    if (!normalize) return dot(a, b);
    const length = Math.sqrt(dot(a, a) * dot(b, b));
    return length === 0 ? 0 : dot(a, b) / length;
  };
  let total = 0;
  for (let i = 0; i < rows; i++) {
    const positive = similarity(i, (i + rows / 2) % rows) / temperature;
    let sum = 0;
    for (let k = 0; k < rows; k++) if (k !== i) sum += Math.exp(similarity(i, k) / temperature - positive);
    total += Math.log(sum);
  }
  return total / rows;
}

/** Σ a·b */
export function inner(a: Numbers, b: Numbers): number {
  return a.reduce((sum, value, i) => sum + value * at(b, i), 0);
}

/** Gradient of a scalar function at `values`, by central differences. */
export function numericGradient(values: Numbers, f: (values: Numbers) => number, step = 1e-5): Numbers {
  return values.map((value, i) => {
    const moved = Float64Array.from(values);
    moved[i] = value + step;
    const above = f(moved);
    moved[i] = value - step;
    return (above - f(moved)) / (2 * step);
  });
}

/** Normal numbers that float32 holds exactly, so that both precisions see the same input. */
export function normals(count: number, stream: number, deviation = 1, mean = 0): Numbers {
  const random = new PhiloxStream(7, 1000 + stream);
  return Float64Array.from({ length: count }, () => Math.fround(mean + deviation * random.normal()));
}
