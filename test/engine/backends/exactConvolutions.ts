import * as tf from '@tensorflow/tfjs-core';

/** The three arrays of a convolution, images, filters and results, channels last; the one that is computed begins at zero. */
type Arrays = Readonly<Record<'x' | 'filter' | 'y', Float64Array>>;

/** Their shapes. */
type Shapes = Readonly<Record<keyof Arrays, readonly number[]>>;

interface Attributes {
  readonly strides: number | readonly [number, number];
  readonly pad: unknown;
  readonly dataFormat?: string;
  readonly dilations?: unknown;
  readonly inputShape?: number[];
  readonly filterShape?: number[];
}

/**
 * Adds the products of one value of x with all outputs; the numbers are where in the three arrays those begin. The loop is in
 * here, where it is compiled once for each kernel.
 */
type Add = (arrays: Arrays, x: number, filter: number, y: number, outputs: number) => void;

const kernels: Readonly<Record<string, { readonly result: keyof Arrays; readonly add: Add }>> = {
  Conv2D: {
    result: 'y',
    add: (a, x, filter, y, outputs) => {
      const value = at(a.x, x);
      for (let o = 0; o < outputs; o++) a.y[y + o] = at(a.y, y + o) + value * at(a.filter, filter + o);
    },
  },
  Conv2DBackpropInput: {
    result: 'x',
    add: (a, x, filter, y, outputs) => {
      let sum = at(a.x, x);
      for (let o = 0; o < outputs; o++) sum += at(a.y, y + o) * at(a.filter, filter + o);
      a.x[x] = sum;
    },
  },
  Conv2DBackpropFilter: {
    result: 'filter',
    add: (a, x, filter, y, outputs) => {
      const value = at(a.x, x);
      for (let o = 0; o < outputs; o++)
        a.filter[filter + o] = at(a.filter, filter + o) + value * at(a.y, y + o);
    },
  },
};

/**
 * Puts convolutions in float64, by their definition, in the place of those of tfjs's plain backend, which are float32 and
 * take many times as long: the reference for kernels of ours. Those with named padding, dilations or channels first stay.
 */
export function registerExactConvolutions(): void {
  for (const [kernelName, { result, add }] of Object.entries(kernels)) {
    const stock = tf.getKernel(kernelName, 'cpu');
    tf.unregisterKernel(kernelName, 'cpu');
    tf.registerKernel({
      ...stock,
      kernelFunc: (call) => {
        const attrs = call.attrs as unknown as Attributes;
        const { strides, pad, dataFormat = 'NHWC', dilations = 1 } = attrs;
        const plain = dataFormat === 'NHWC' && [dilations].flat().every((dilation) => dilation === 1);
        if (typeof pad !== 'number' || !plain) return stock.kernelFunc(call);
        const stride = typeof strides === 'number' ? strides : strides[0];
        const { x, filter, dy } = call.inputs as Readonly<Record<string, tf.TensorInfo | undefined>>;
        const shapes = shapesOf({ x, filter, dy }, attrs, stride, pad);
        const sums = new Float64Array(tf.util.sizeFromShape([...shapes[result]]));
        convolve({ x: read(x), filter: read(filter), y: read(dy), [result]: sums }, shapes, stride, pad, add);
        return tf.engine().makeTensor(Float32Array.from(sums), [...shapes[result]], 'float32');
      },
    });
  }
}

function shapesOf(
  { x, filter, dy }: Readonly<Record<'x' | 'filter' | 'dy', tf.TensorInfo | undefined>>,
  { inputShape = [], filterShape = [] }: Attributes,
  stride: number,
  pad: number,
): Shapes {
  const ofX = x?.shape ?? inputShape;
  const ofFilter = filter?.shape ?? filterShape;
  const [images = 0, height = 0, width = 0] = ofX;
  const [size = 0, , , outputs = 0] = ofFilter;
  const out = (side: number) => Math.floor((side + 2 * pad - size) / stride) + 1;
  return { x: ofX, filter: ofFilter, y: dy?.shape ?? [images, out(height), out(width), outputs] };
}

function convolve(arrays: Arrays, shapes: Shapes, stride: number, pad: number, add: Add): void {
  const [images = 0, height = 0, width = 0, channels = 0] = shapes.x;
  const [size = 0] = shapes.filter;
  const [, outHeight = 0, outWidth = 0, outputs = 0] = shapes.y;
  for (let place = 0; place < images * outHeight * outWidth; place++) {
    const top = (Math.floor(place / outWidth) % outHeight) * stride - pad;
    const left = (place % outWidth) * stride - pad;
    const image = Math.floor(place / (outHeight * outWidth));
    for (let tap = 0; tap < size * size; tap++) {
      const row = top + Math.floor(tap / size);
      const column = left + (tap % size);
      if (row < 0 || row >= height || column < 0 || column >= width) continue;
      for (let channel = 0; channel < channels; channel++) {
        const x = ((image * height + row) * width + column) * channels + channel;
        const filter = (tap * channels + channel) * outputs;
        add(arrays, x, filter, place * outputs, outputs);
      }
    }
  }
}

function at(values: Float64Array, index: number): number {
  return values[index] ?? NaN;
}

function read(tensor: tf.TensorInfo | undefined): Float64Array {
  return Float64Array.from(tensor ? (tf.engine().readSync(tensor.dataId) as Float32Array) : []);
}
