import type { Transform, TransformType } from '../config/augmentation';

/** Numbers in a record of the WebAssembly module (`assembly/records.ts` says what they are). */
export const recordLength = 8;

/** What a record is, the same numbers as in `assembly/records.ts`. `center` is the view for evaluation. */
export const recordTypes = {
  crop: 1,
  flip: 2,
  color: 3,
  grayscale: 4,
  blur: 5,
  cutout: 6,
  sobel: 7,
  noise: 8,
  rotate: 9,
  center: 10,
} as const satisfies Record<TransformType | 'center', number>;

function parameters(transform: Transform): readonly number[] {
  switch (transform.type) {
    case 'crop':
    case 'cutout':
      return [...transform.scale, ...transform.ratio];
    case 'color':
      return [transform.brightness, transform.contrast, transform.saturation, transform.hue];
    case 'blur':
      return [...transform.sigma, transform.kernel];
    case 'noise':
      return transform.sigma;
    case 'flip':
    case 'grayscale':
    case 'sobel':
    case 'rotate':
      return [];
  }
}

/** The transformations as the WebAssembly module reads them: a record each. */
export function encodeTransforms(transforms: readonly Transform[]): Float64Array {
  const records = new Float64Array(transforms.length * recordLength);
  transforms.forEach((transform, i) => {
    records.set([recordTypes[transform.type], transform.p, ...parameters(transform)], i * recordLength);
  });
  return records;
}
