import { conv2d, dispose, tensor4d } from '@tensorflow/tfjs-core';
import { convolutionFilterGradient, convolutionInputGradient } from '../../ops/convolutionGradients';
import { PhiloxStream } from '../../random/philox';

/** Sizes without a pattern: images, height, width, channels of the input; side of the filter, channels of the output. */
const [images, height, width, channels, size, outputs] = [2, 9, 7, 5, 3, 4] as const;
const geometry = { stride: 2, pad: 1 } as const;
const [outHeight, outWidth] = [5, 4] as const;
/** Rounding of float32 sums of some hundred terms, relative to numbers around 10. */
const tolerance = 1e-3;

/**
 * Checks a padded convolution and its gradients on the open backend: its values against float64, and the gradients by
 * ⟨dy, x ∗ f⟩ = ⟨dx, x⟩ = ⟨df, f⟩, which holds for any x, f and dy because a convolution is linear in both.
 * @returns whether all three are right.
 */
export async function convolutionTest(): Promise<boolean> {
  const stream = new PhiloxStream(2, 0);
  const draw = (count: number) => Float32Array.from({ length: count }, () => stream.normal());
  const xShape: Shape = [images, height, width, channels];
  const filterShape: Shape = [size, size, channels, outputs];
  const [x, filter] = [draw(images * height * width * channels), draw(size * size * channels * outputs)];
  const dy = draw(images * outHeight * outWidth * outputs);

  const inputs = [
    tensor4d(x, xShape),
    tensor4d(filter, filterShape),
    tensor4d(dy, [images, outHeight, outWidth, outputs]),
  ] as const;
  const [xTensor, filterTensor, dyTensor] = inputs;
  const found = [
    conv2d(xTensor, filterTensor, geometry.stride, geometry.pad, 'NHWC', 1, 'floor'),
    convolutionInputGradient(dyTensor, filterTensor, xShape, geometry),
    convolutionFilterGradient(xTensor, dyTensor, filterShape, geometry),
  ] as const;
  const [out, dx, df] = await Promise.all(found.map((tensor) => tensor.data<'float32'>()));
  dispose([...inputs, ...found]);
  if (out === undefined || dx === undefined || df === undefined) return false;

  const exact = convolve(x, filter);
  const worst = exact.reduce((most, value, i) => larger(most, Math.abs(value - (out[i] ?? NaN))), 0);
  const product = inner(dy, exact);
  return [worst, product - inner(dx, x), product - inner(df, filter)].every(
    (difference) => Math.abs(difference) < tolerance,
  );
}

type Shape = [number, number, number, number];

/** Keeps what is not a number, which a comparison would lose. */
function larger(most: number, value: number): number {
  return value <= most ? most : value;
}

function inner(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? NaN) * (b[i] ?? NaN);
  return sum;
}

/** The convolution in float64, one output after another. */
function convolve(x: Float32Array, filter: Float32Array): Float64Array {
  const { stride, pad } = geometry;
  return Float64Array.from({ length: images * outHeight * outWidth * outputs }, (_, index) => {
    const output = index % outputs;
    const column = Math.floor(index / outputs) % outWidth;
    const row = Math.floor(index / (outputs * outWidth)) % outHeight;
    const image = Math.floor(index / (outputs * outWidth * outHeight));
    let sum = 0;
    for (let tap = 0; tap < size * size * channels; tap++) {
      const channel = tap % channels;
      const y = row * stride - pad + Math.floor(tap / (channels * size));
      const z = column * stride - pad + (Math.floor(tap / channels) % size);
      if (y < 0 || y >= height || z < 0 || z >= width) continue;
      const value = x[((image * height + y) * width + z) * channels + channel] ?? NaN;
      sum += value * (filter[tap * outputs + output] ?? NaN);
    }
    return sum;
  });
}
