import { mergeConfig, type ConfigLayer } from '../config/mergeConfig';
import type { Places, Study, StudyAxis, StudySizeSpec } from './studySchema';

/** A combination of levels, by the names of their axes. */
export type Cell = Readonly<Record<string, string>>;

/**
 * The combinations of levels that a study has, the last axis changing fastest; without those that its levels exclude.
 * @param size leaves out what it names; null for all.
 */
export function studyCells(
  { axes }: Pick<Study, 'axes'>,
  size: Pick<StudySizeSpec, 'leaveOut'> | null,
): Cell[] {
  const cells = axes.reduce<Cell[]>(
    (sofar, axis) => sofar.flatMap((cell) => axis.levels.map(({ name }) => ({ ...cell, [axis.name]: name }))),
    [{}],
  );
  return cells.filter(
    (cell) => axes.every((axis) => isAllowed(cell, axis)) && !isLeftOut(cell, size?.leaveOut),
  );
}

/** Whether a cell has, of each axis that is named, one of the levels named. */
export function isAt(cell: Cell, places: Places): boolean {
  return Object.entries(places).every(([axis, levels]) => listOf(levels).includes(cell[axis] ?? ''));
}

/** A cell as text, which names it within its study: the names of its levels. People read `cellLabel`. */
export function cellName(cell: Cell): string {
  return Object.values(cell).join(' · ');
}

/** The configuration of a cell's runs as its parts make it, the strongest last: study, size, levels, the cell's own. */
export function cellConfig(study: Study, size: StudySizeSpec, cell: Cell): ConfigLayer {
  const levels = study.axes.map((axis) => levelOf(axis, cell)?.config);
  const own = study.cells.filter(({ at }) => isAt(cell, at)).map(({ config }) => config);
  return [study.config, size.config, ...levels, ...own].reduce<ConfigLayer>(
    (lower, upper) => (upper === undefined ? lower : mergeConfig(lower, upper)),
    {},
  );
}

function levelOf({ name, levels }: StudyAxis, cell: Cell) {
  return levels.find((level) => level.name === cell[name]);
}

function isAllowed(cell: Cell, axis: StudyAxis): boolean {
  const only = levelOf(axis, cell)?.only;
  return only === undefined || isAt(cell, only);
}

/** Any of the levels named is enough to leave a cell out. */
function isLeftOut(cell: Cell, leaveOut: Places | undefined): boolean {
  if (leaveOut === undefined) return false;
  return Object.entries(leaveOut).some(([axis, levels]) => listOf(levels).includes(cell[axis] ?? ''));
}

function listOf(levels: string | readonly string[]): readonly string[] {
  return typeof levels === 'string' ? [levels] : levels;
}
