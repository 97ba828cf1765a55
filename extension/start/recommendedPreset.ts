import type { PresetName } from '../../engine/config/presets';
import type { Settings } from '../settings';

/** So many images are worth the hours of a large encoder. */
const manyImages = 10_000;
/** Sides of views up to this many pixels are those of the recipe for CIFAR. */
const smallSide = 64;

/**
 * The preset that a person would most likely want first. A processor trains the small encoder in minutes and a
 * ResNet-18 in days; with a GPU, many small images are for the recipe of CIFAR, many large ones for the paper's.
 * @param side of the images in pixels; null where it is not known.
 */
export function recommendedPreset(
  images: number | null,
  side: number | null,
  backend: Settings['backend'],
): PresetName {
  const gpu = backend === 'webgpu' || backend === 'cuda';
  if (!gpu || images === null || images < manyImages) return 'quick';
  return side === null || side <= smallSide ? 'cifar' : 'paper';
}
