import type { Transform, TransformType } from '../../extension/augmentationStudio/messages';

/** A number of a transformation that a slider sets. Values here are as they are shown: percent, degrees, pixels. */
export interface Parameter {
  readonly label: string;
  readonly unit: '%' | '°' | 'px' | '';
  /** Ends of the slider. */
  readonly min: number;
  readonly max: number;
  /** The largest number that may be typed, where that is more than the slider's end. */
  readonly most?: number;
  /** The smallest number that may be typed, where that is less than the slider's end. */
  readonly low?: number;
  readonly step: number;
  /** null where the transformation has no one such value. */
  readonly get: (transform: Transform) => number | null;
  readonly set: (transform: Transform, value: number) => Transform;
  /** What the value means, in a few words; shown beside it. */
  readonly note?: (transform: Transform) => string;
}

/** Names of the transformations, as people call them. */
export const transformNames: Readonly<Record<TransformType, string>> = {
  crop: 'Crop and resize',
  flip: 'Horizontal flip',
  color: 'Colour jitter',
  grayscale: 'Grayscale',
  blur: 'Gaussian blur',
  cutout: 'Cutout',
  sobel: 'Sobel',
  noise: 'Gaussian noise',
  rotate: 'Rotation by quarter turns',
};

type Field = { readonly [Key in string]: number | readonly [number, number] | string };

/** The parameters of a transformation, in the order in which they are shown. */
export function parametersOf(type: TransformType): readonly Parameter[] {
  switch (type) {
    case 'crop':
      return [
        ...pair('scale', 'Area kept', { unit: '%', min: 1, max: 100, step: 1, low: 0.1 }),
        ...pair('ratio', 'Aspect', { unit: '', min: 0.25, max: 4, step: 0.05, most: 10, low: 0.1 }),
        applied,
      ];
    case 'color':
      return [strength, ...['brightness', 'contrast', 'saturation'].map(factor), hue, applied];
    case 'blur':
      return [
        ...pair('sigma', 'Sigma', { unit: 'px', min: 0.1, max: 5, step: 0.1, most: 20, low: 0.01 }),
        single('kernel', 'Kernel', { unit: '%', min: 1, max: 50, step: 1, most: 100 }),
        applied,
      ];
    case 'cutout':
      return [
        ...pair('scale', 'Area erased', { unit: '%', min: 0, max: 100, step: 1 }),
        ...pair('ratio', 'Aspect', { unit: '', min: 0.25, max: 4, step: 0.05, most: 10, low: 0.1 }),
        applied,
      ];
    case 'noise':
      return [...pair('sigma', 'Sigma', { unit: '%', min: 0, max: 50, step: 1, most: 100 }), applied];
    case 'flip':
    case 'grayscale':
    case 'sobel':
    case 'rotate':
      return [applied];
  }
}

type Range = Pick<Parameter, 'unit' | 'min' | 'max' | 'step' | 'most' | 'low'>;

const applied: Parameter = single('p', 'Applied to', { unit: '%', min: 0, max: 100, step: 1 });

/** Of one field. A percentage is a share in the configuration. */
function single(key: string, label: string, range: Range): Parameter {
  return {
    ...range,
    label,
    get: (transform) => {
      const value = fieldOf(transform, key);
      return typeof value === 'number' ? shown(value, range) : null;
    },
    set: (transform, value) => withField(transform, key, written(value, range)),
  };
}

/** Of the lower and the upper end of a range; one pushes the other along. */
function pair(key: string, label: string, range: Range): Parameter[] {
  const ends = (transform: Transform): readonly [number, number] => {
    const value = fieldOf(transform, key);
    return typeof value === 'object' ? value : [0, 0];
  };
  const end = (which: 0 | 1): Parameter => ({
    ...range,
    label: which === 0 ? `${label} from` : `${label} to`,
    get: (transform) => shown(ends(transform)[which], range),
    set: (transform, value) => {
      const given = written(value, range);
      const [low, high] = ends(transform);
      const changed = which === 0 ? [given, Math.max(given, high)] : [Math.min(low, given), given];
      return withField(transform, key, changed);
    },
  });
  return [end(0), end(1)];
}

function factor(key: string): Parameter {
  const label = `${key[0]?.toUpperCase() ?? ''}${key.slice(1)}`;
  return {
    ...single(key, label, { unit: '%', min: 0, max: 160, step: 1, most: 1000 }),
    note: (transform) => {
      const x = Number(fieldOf(transform, key));
      return `× ${digits(Math.max(0, 1 - x))} to ${digits(1 + x)}`;
    },
  };
}

/** In degrees of the colour circle; the configuration has shares of a turn. */
const hue: Parameter = {
  ...{ label: 'Hue', unit: '°', min: 0, max: 180, step: 1 },
  get: (transform) => Math.round(Number(fieldOf(transform, 'hue')) * 3600) / 10,
  set: (transform, value) => withField(transform, 'hue', rounded(value / 360)),
  note: () => 'either way',
};

/** The paper's strength s: brightness, contrast and saturation 0.8 s, hue 0.2 s. */
const strength: Parameter = {
  ...{ label: 'Strength s', unit: '', min: 0, max: 2, step: 0.125 },
  get: (transform) => {
    const [b, c, s, h] = ['brightness', 'contrast', 'saturation', 'hue'].map((key) =>
      Number(fieldOf(transform, key)),
    );
    const value = rounded((b ?? 0) / 0.8);
    const alike = [c, s].every((other) => Math.abs((other ?? 0) - (b ?? 0)) < 1e-6);
    return alike && Math.abs((h ?? 0) - 0.2 * value) < 1e-6 ? value : null;
  },
  set: (transform, value) => {
    const x = rounded(0.8 * value);
    return ['brightness', 'contrast', 'saturation'].reduce(
      (changed, key) => withField(changed, key, x),
      withField(transform, 'hue', rounded(0.2 * value)),
    );
  },
  note: () => 'all four, as in the paper',
};

function fieldOf(transform: Transform, key: string): number | readonly [number, number] | string | undefined {
  return (transform as Field)[key];
}

function withField(transform: Transform, key: string, value: unknown): Transform {
  return { ...transform, [key]: value } as Transform;
}

function shown(value: number, { unit }: Range): number {
  return rounded(unit === '%' ? value * 100 : value);
}

function written(value: number, { unit }: Range): number {
  return rounded(unit === '%' ? value / 100 : value);
}

/** Without the traces of binary fractions. */
function rounded(value: number): number {
  return Number(value.toPrecision(6));
}

function digits(value: number): string {
  return String(Number(value.toFixed(2)));
}
