import type { RunConfigInput } from '../../config/runConfig';
import { colorDistortion } from './recipes';

type Transforms = NonNullable<NonNullable<RunConfigInput['augment']>['transforms']>;

/** The transformations of the paper's figure 5, in its order. */
export const transformationNames = ['crop', 'cutout', 'color', 'sobel', 'noise', 'blur', 'rotate'] as const;
export type TransformationName = (typeof transformationNames)[number];

/** What a view goes through where one of them is applied alone. */
export function singleOf(name: TransformationName): Transforms {
  switch (name) {
    case 'crop':
      return [{ type: 'crop', scale: [0.2, 1] }];
    case 'color':
      return colorDistortion(1);
    case 'blur':
      return [{ type: 'blur', p: 1 }];
    case 'cutout':
    case 'sobel':
    case 'noise':
    case 'rotate':
      return [{ type: name }];
  }
}
