import type { ActivationSummary, StageMaps, VectorActivations } from '../protocol/featureMapsProtocol';

/** Channels of a stage that are shown, at most. */
const mostMaps = 32;

/** Side of a map in pixels, at most: a larger one is averaged to a whole fraction of it. */
const largestSide = 128;

/**
 * What a stage makes of one image.
 * @param activations [side, side, channels] after ReLU, so that none is negative.
 */
export function stageMaps(
  name: string,
  activations: Float32Array,
  side: number,
  channels: number,
): StageMaps<Uint8Array> {
  const means = channelMeans(activations, channels);
  const shown = Array.from(means.keys())
    // Equal ones by their number: the sort is stable.
    .sort((a, b) => (means[b] ?? 0) - (means[a] ?? 0))
    .slice(0, mostMaps);
  const fraction = Math.ceil(side / largestSide);
  const shownSide = Math.ceil(side / fraction);
  const pixels = new Uint8Array(shown.length * shownSide ** 2);
  const maps = shown.map((channel, place) => {
    const map = mapOf(activations, side, channels, channel);
    const max = greatest(map);
    const small = fraction === 1 ? map : averaged(map, side, fraction);
    const brightest = greatest(small);
    for (const [i, value] of small.entries()) {
      pixels[place * small.length + i] = brightest > 0 ? Math.round((255 * value) / brightest) : 0;
    }
    return { channel, mean: means[channel] ?? 0, max };
  });
  return { name, side, channels, ...summary(activations), maps, shownSide, pixels };
}

/** What a vector is like. */
export function vectorActivations(values: Float32Array): VectorActivations {
  const min = values.reduce((least, value) => Math.min(least, value), Infinity);
  return { ...summary(values), min, values: Array.from(values) };
}

function summary(values: Float32Array): ActivationSummary {
  let [zeros, sum] = [0, 0];
  for (const value of values) {
    if (value === 0) zeros++;
    sum += value;
  }
  return { zeros: zeros / values.length, mean: sum / values.length, max: greatest(values) };
}

function channelMeans(activations: Float32Array, channels: number): Float64Array {
  const sums = new Float64Array(channels);
  for (let i = 0; i < activations.length; i++) {
    sums[i % channels] = (sums[i % channels] ?? 0) + (activations[i] ?? 0);
  }
  return sums.map((sum) => (sum * channels) / activations.length);
}

/** One channel, [side, side]. */
function mapOf(activations: Float32Array, side: number, channels: number, channel: number): Float32Array {
  return Float32Array.from({ length: side ** 2 }, (_, i) => activations[i * channels + channel] ?? 0);
}

/** Means of squares of so many pixels across; those at the right and bottom may be cut off. */
function averaged(map: Float32Array, side: number, across: number): Float32Array {
  const small = Math.ceil(side / across);
  const sums = new Float32Array(small ** 2);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const at = Math.floor(y / across) * small + Math.floor(x / across);
      sums[at] = (sums[at] ?? 0) + (map[y * side + x] ?? 0);
    }
  }
  const extent = (place: number) => Math.min(across, side - place * across);
  return sums.map((sum, at) => sum / (extent(Math.floor(at / small)) * extent(at % small)));
}

function greatest(values: Float32Array): number {
  return values.reduce((most, value) => Math.max(most, value), -Infinity);
}
