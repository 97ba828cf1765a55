import type { Cell } from './studyGrid';
import type { Study, StudyLevel } from './studySchema';

/** A level as people read it: its label, or its name where it has none. */
export function levelLabel({ name, label }: Pick<StudyLevel, 'name' | 'label'>): string {
  return label ?? name;
}

/**
 * A cell as people read it: the labels of its levels. `cellName` is for keys, and for what a study's file says.
 * @param study as it is at the size of the cell, see `studyAt`: a size can have labels of its own.
 */
export function cellLabel({ axes }: Pick<Study, 'axes'>, cell: Cell): string {
  return axes
    .flatMap(({ name, levels }) => {
      const level = levels.find((each) => each.name === cell[name]);
      return level === undefined ? [] : [levelLabel(level)];
    })
    .join(' · ');
}
