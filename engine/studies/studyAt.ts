import { mergeConfig } from '../config/mergeConfig';
import { UserError } from '../errors';
import { studySizes, type Study, type StudySize, type StudySizeSpec } from './studySchema';

/**
 * A size of a study.
 * @throws UserError naming the sizes that it has.
 */
export function sizeOf({ name, sizes }: Study, size: StudySize): StudySizeSpec {
  const spec = sizes[size];
  if (spec !== undefined) return spec;
  const known = studySizes.filter((each) => sizes[each] !== undefined);
  throw new UserError(`the study "${name}" has no size "${size}": choose ${known.join(' or ')}`);
}

/**
 * A study with the levels that it has at a size.
 * @throws UserError as `sizeOf`.
 */
export function studyAt(study: Study, size: StudySize): Study {
  const { levels: changed = {} } = sizeOf(study, size);
  const axes = study.axes.map((axis) => ({
    ...axis,
    levels: axis.levels.map(
      (level) => mergeConfig(level, changed[axis.name]?.[level.name] ?? {}) as typeof level,
    ),
  }));
  return { ...study, axes };
}
