import { levelLabel } from '../../engine/studies/studyLabels';
import type { StudyState } from '../../engine/studies/studyState';
import { studyAt } from '../../engine/studies/studyAt';
import type { AxisView } from './messages';

/** The axes of a study as they are at its size, with those of their levels that it has. */
export function axisViews({ plan, cells }: Pick<StudyState, 'plan' | 'cells'>): AxisView[] {
  return studyAt(plan.study, plan.size).axes.map(({ name, label, levels }) => ({
    name,
    label,
    levels: levels
      .filter((level) => cells.some((cell) => cell[name] === level.name))
      .map((level) => ({ name: level.name, label: levelLabel(level) })),
  }));
}
