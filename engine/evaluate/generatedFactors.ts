import { backgrounds, surfaces } from '../data/builtin/textures';

/** What is recorded of a generated image. */
export interface GeneratedFactor {
  /** On screen. */
  readonly name: string;
  /** Key among a split's `factors`. */
  readonly factor: string;
  readonly kind: 'category' | 'angle' | 'number';
  /** Names of the categories by number. */
  readonly categories?: readonly string[];
  /** Whether probes are to predict it. */
  readonly probed: boolean;
  /** Whether it is shown with an image; the shape is its class, which is shown anyway. */
  readonly shown: boolean;
}

const both = { probed: true, shown: true };
const shownOnly = { probed: false, shown: true };

/** The recorded factors of generated images that people are told of. */
export const generatedFactors: readonly GeneratedFactor[] = [
  { name: 'shape', factor: 'class', kind: 'category', probed: true, shown: false },
  { name: 'hue', factor: 'hueDegrees', kind: 'angle', ...both },
  { name: 'saturation', factor: 'saturation', kind: 'number', ...shownOnly },
  { name: 'brightness', factor: 'value', kind: 'number', ...shownOnly },
  { name: 'orientation', factor: 'orientationDegrees', kind: 'angle', ...both },
  { name: 'scale', factor: 'scale', kind: 'number', ...both },
  { name: 'horizontal position', factor: 'x', kind: 'number', ...both },
  { name: 'vertical position', factor: 'y', kind: 'number', ...both },
  {
    ...{ name: 'texture', factor: 'texture', kind: 'category', ...both },
    categories: surfaces.map(({ name }) => name),
  },
  {
    ...{ name: 'background', factor: 'background', kind: 'category', ...both },
    categories: backgrounds.map(({ name }) => name),
  },
  { name: 'background hue', factor: 'backgroundHueDegrees', kind: 'angle', ...shownOnly },
];
