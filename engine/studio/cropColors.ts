import { colorBins, colorHistogram, commonPixels } from '../evaluate/colorHistogram';
import type { CropColors } from '../protocol/studioProtocol';

/** Bins of a channel's histogram, from dark to bright. */
export const channelBins = 32;

/** The colours of two views of an image and of one of another: [S, S, 3] each, values 0 to 1. */
export function cropColors(first: Float32Array, second: Float32Array, other: Float32Array): CropColors {
  const joint = (view: Float32Array) => colorHistogram(view, new Uint32Array(colorBins));
  const [a, b, c] = [joint(first), joint(second), joint(other)];
  const pixels = first.length / 3;
  return {
    counts: [first, second, other].map(channelHistograms),
    same: commonPixels(a, b) / pixels,
    other: commonPixels(a, c) / pixels,
  };
}

/** Pixels by brightness, of each channel. */
function channelHistograms(view: Float32Array): number[][] {
  const counts = [0, 1, 2].map(() => new Array<number>(channelBins).fill(0));
  for (let i = 0; i < view.length; i += 3) {
    for (let channel = 0; channel < 3; channel++) {
      const bin = Math.min(channelBins - 1, Math.floor((view[i + channel] ?? 0) * channelBins));
      const of = counts[channel];
      if (of) of[bin] = (of[bin] ?? 0) + 1;
    }
  }
  return counts;
}
