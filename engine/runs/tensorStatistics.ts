import type { TensorSlice } from './tensorSlices';

/** Bins of a histogram. */
export const histogramBins = 64;

/** Past this, or its inverse, a square leaves float64. */
const largestSquared = 1e150;

/** Which axis of a tensor counts its output channels: the first in PyTorch's layout, the last in TensorFlow's. */
export type ChannelAxis = 'first' | 'last';

/** How the output channels of a weight differ. */
export interface ChannelStatistics {
  /** Euclidean norm of the weights of each channel. */
  readonly norms: Float64Array;
  /** Channels whose weights are all zero, and those whose weights are all one other number. */
  readonly zero: readonly number[];
  readonly constant: readonly number[];
}

/** What the numbers of a tensor are like. NaN and infinities are counted and else left out. */
export interface TensorStatistics {
  readonly count: number;
  readonly nan: number;
  readonly infinite: number;
  readonly zeros: number;
  /** Euclidean norm; 0 where there is no finite number. */
  readonly norm: number;
  /** Null where there is no finite number, the standard deviation (of the population) too. */
  readonly range: {
    readonly min: number;
    readonly max: number;
    readonly mean: number;
    readonly deviation: number;
  } | null;
  /** Numbers in each of `histogramBins` bins of equal width from min to max; empty where there is no finite number. */
  readonly histogram: readonly number[];
  /** Null where it is no weight: it has less than two axes, or a channel less than two numbers. */
  readonly channels: ChannelStatistics | null;
}

/** Gives the slices of a tensor from its start, again each time. */
export type SliceSource = () => Iterable<TensorSlice>;

/**
 * Computes the statistics of a tensor in two passes: range and mean, then what is measured from them. All sums are
 * float64.
 * @param shape of the tensor.
 * @param pause waited for between two slices, so that the thread can do something else; what it throws ends the work.
 */
export async function tensorStatistics(
  shape: readonly number[],
  slices: SliceSource,
  axis: ChannelAxis,
  pause: () => Promise<void>,
): Promise<TensorStatistics> {
  const range = new RangePass();
  for (const { values } of slices()) {
    range.add(values);
    await pause();
  }
  const spread = new SpreadPass(range, channelLayout(shape, axis));
  for (const slice of slices()) {
    spread.add(slice);
    await pause();
  }
  const { count, nan, infinite, zeros, min, max, mean } = range;
  const finite = count - nan - infinite;
  return {
    ...{ count, nan, infinite, zeros, norm: spread.norm },
    range: finite === 0 ? null : { min, max, mean, deviation: spread.deviation(finite) },
    histogram: finite === 0 ? [] : [...spread.bins],
    channels: spread.channels(),
  };
}

/** Counts, and finds range and mean. */
class RangePass {
  count = 0;
  nan = 0;
  infinite = 0;
  zeros = 0;
  min = Infinity;
  max = -Infinity;
  mean = 0;

  add(values: Float64Array): void {
    let { nan, infinite, zeros, min, max } = this;
    const before = this.count - nan - infinite;
    let sum = 0;
    for (const value of values) {
      // Neither NaN nor infinite.
      if (value - value === 0) {
        sum += value;
        if (value === 0) zeros++;
        if (value < min) min = value;
        if (value > max) max = value;
      } else if (Number.isNaN(value)) nan++;
      else infinite++;
    }
    this.count += values.length;
    const finite = this.count - nan - infinite;
    const added = finite - before;
    if (added > 0) {
      const mean = Number.isFinite(sum) ? sum / added : meanOfHuge(values, added);
      this.mean = this.mean * (before / finite) + mean * (added / finite);
    }
    Object.assign(this, { nan, infinite, zeros, min, max });
  }
}

function meanOfHuge(values: Float64Array, count: number): number {
  let mean = 0;
  for (const value of values) if (Number.isFinite(value)) mean += value / count;
  return mean;
}

/** Where the channels of a weight lie: number i is of channel `floor(i / inner) % count`. */
interface ChannelLayout {
  readonly count: number;
  readonly inner: number;
}

function channelLayout(shape: readonly number[], axis: ChannelAxis): ChannelLayout | null {
  const count = (axis === 'first' ? shape[0] : shape.at(-1)) ?? 0;
  const all = shape.reduce((product, size) => product * size, 1);
  if (shape.length < 2 || count === 0 || all / count < 2) return null;
  return { count, inner: axis === 'first' ? all / count : 1 };
}

/** Measures from the mean, and counts bins and channels. */
class SpreadPass {
  readonly bins = new Float64Array(histogramBins);
  private readonly scale: number;
  private squares = 0;
  private deviations = 0;
  private readonly channelSquares: Float64Array;
  private readonly channelMin: Float64Array;
  private readonly channelMax: Float64Array;

  constructor(
    private readonly range: RangePass,
    private readonly layout: ChannelLayout | null,
  ) {
    const largest = Math.max(Math.abs(range.min), Math.abs(range.max));
    const extreme =
      Number.isFinite(largest) && largest > 0 && !(largest < largestSquared && largest > 1 / largestSquared);
    // A power of two, which changes no digit; in two steps, for 1 / 2^1023 is no normal number.
    this.scale = extreme ? 2 ** -Math.min(1000, Math.max(-1000, Math.floor(Math.log2(largest)))) : 1;
    const channels = layout?.count ?? 0;
    this.channelSquares = new Float64Array(channels);
    this.channelMin = new Float64Array(channels).fill(Infinity);
    this.channelMax = new Float64Array(channels).fill(-Infinity);
  }

  get norm(): number {
    return root(this.squares, this.scale);
  }

  deviation(finite: number): number {
    return root(this.deviations / finite, this.scale);
  }

  add({ start, values }: TensorSlice): void {
    const { scale, bins } = this;
    const low = this.range.min * scale;
    const mean = this.range.mean * scale;
    const width = this.range.max * scale - low;
    const perBin = width > 0 ? histogramBins / width : 0;
    let squares = 0;
    let deviations = 0;
    for (const value of values) {
      if (value - value !== 0) continue;
      const scaled = value * scale;
      squares += scaled * scaled;
      deviations += (scaled - mean) * (scaled - mean);
      const bin = Math.min(histogramBins - 1, Math.floor((scaled - low) * perBin));
      bins[bin] = (bins[bin] ?? 0) + 1;
    }
    this.squares += squares;
    this.deviations += deviations;
    if (this.layout !== null) this.addChannels(start, values, this.layout);
  }

  private addChannels(start: number, values: Float64Array, { count, inner }: ChannelLayout): void {
    const { scale, channelSquares, channelMin, channelMax } = this;
    let channel = Math.floor(start / inner) % count;
    let left = inner - (start % inner);
    for (const value of values) {
      if (value - value === 0) {
        const scaled = value * scale;
        channelSquares[channel] = (channelSquares[channel] ?? 0) + scaled * scaled;
      }
      // With a NaN in it a channel is not constant.
      const low = Number.isNaN(value) ? -Infinity : value;
      const high = Number.isNaN(value) ? Infinity : value;
      if (low < (channelMin[channel] ?? 0)) channelMin[channel] = low;
      if (high > (channelMax[channel] ?? 0)) channelMax[channel] = high;
      if (--left > 0) continue;
      left = inner;
      channel = channel + 1 === count ? 0 : channel + 1;
    }
  }

  channels(): ChannelStatistics | null {
    const { layout, scale, channelMin, channelMax } = this;
    if (layout === null) return null;
    const zero: number[] = [];
    const constant: number[] = [];
    channelMin.forEach((low, channel) => {
      if (low !== channelMax[channel]) return;
      (low === 0 ? zero : constant).push(channel);
    });
    return { norms: this.channelSquares.map((square) => root(square, scale)), zero, constant };
  }
}

/** The root of a sum of scaled squares, as the largest number at most. */
function root(squares: number, scale: number): number {
  return Math.min(Number.MAX_VALUE, Math.sqrt(squares) / scale);
}
