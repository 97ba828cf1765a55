import type { SafetensorsEntry } from './safetensorsFormat';
import type { ChannelAxis } from './tensorStatistics';

/** Most filters that are drawn, and the longest side that one has. */
const mostFilters = 256;
const longestSide = 32;

/** The filters of a network's first convolution, as pictures of what each looks for. */
export interface FilterPictures {
  readonly name: string;
  /** Pixels of one filter. */
  readonly width: number;
  readonly height: number;
  /** How many are drawn, and how many there are. */
  readonly shown: number;
  readonly count: number;
  /** RGBA, filter after filter, row by row. Grey is zero; the largest weight of all filters is black or white. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
}

/** Where things lie in a filter: offsets of number (output, row, column, input). */
interface FilterLayout {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly inputs: number;
  readonly at: (output: number, row: number, column: number, input: number) => number;
}

/**
 * The first convolution that sees an image, of one colour channel or of three; null where there is none.
 * @param axisOf of the tensor of a name.
 */
export function firstConvolution(
  entries: Iterable<SafetensorsEntry>,
  axisOf: (name: string) => ChannelAxis,
): SafetensorsEntry | null {
  for (const entry of entries) if (layoutOf(entry.shape, axisOf(entry.name)) !== null) return entry;
  return null;
}

/** Draws the filters of a weight for which `firstConvolution` was asked; `values` are all its numbers. */
export function filterPictures(
  { name, shape }: Pick<SafetensorsEntry, 'name' | 'shape'>,
  values: Float64Array,
  axis: ChannelAxis,
): FilterPictures | null {
  const layout = layoutOf(shape, axis);
  if (layout === null) return null;
  const { count, width, height, inputs, at } = layout;
  const shown = Math.min(count, mostFilters);
  let largest = 0;
  for (const value of values) if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value));
  const pixels = new Uint8ClampedArray(shown * height * width * 4);
  let pixel = 0;
  for (let output = 0; output < shown; output++) {
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++) {
        for (let color = 0; color < 3; color++) {
          const value = values[at(output, row, column, color % inputs)] ?? 0;
          pixels[pixel++] = 127.5 + (largest > 0 && Number.isFinite(value) ? (127.5 * value) / largest : 0);
        }
        pixels[pixel++] = 255;
      }
    }
  }
  return { name, width, height, shown, count, pixels };
}

function layoutOf(shape: readonly number[], axis: ChannelAxis): FilterLayout | null {
  const [a = 0, b = 0, c = 0, d = 0] = shape;
  if (shape.length !== 4) return null;
  const layout: FilterLayout =
    axis === 'last'
      ? {
          ...{ height: a, width: b, inputs: c, count: d },
          at: (output, row, column, input) => ((row * b + column) * c + input) * d + output,
        }
      : {
          ...{ count: a, inputs: b, height: c, width: d },
          at: (output, row, column, input) => ((output * b + input) * c + row) * d + column,
        };
  const { count, height, width, inputs } = layout;
  const isFilter = (side: number) => side > 1 && side <= longestSide;
  return count > 0 && (inputs === 1 || inputs === 3) && isFilter(height) && isFilter(width) ? layout : null;
}
