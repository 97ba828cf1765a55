import { isAt, type Cell } from './studyGrid';
import type { Places, TermInput } from './studySchema';

/** What one run of a cell came to, in the units of the measures. */
export interface CellValues {
  readonly cell: Cell;
  /** Which of the cell's runs, from 0. */
  readonly seed: number;
  /** By measure; what is not known (yet) is absent. */
  readonly values: Readonly<Record<string, number>>;
}

/** How several values become one. */
export type Take = 'mean' | 'largest' | 'smallest';

/**
 * The value of a term among the runs of one seed.
 * @param cells every cell of the study: a term over several cells has a value once all of them have one.
 * @returns null where a value is missing.
 */
export function termValue(
  term: TermInput,
  runs: readonly CellValues[],
  cells: readonly Cell[],
): number | null {
  if (typeof term === 'number') return term;
  if ('minus' in term) {
    const [first = null, second = null] = termValues(term.minus, runs, cells);
    return first === null || second === null ? null : first - second;
  }
  if ('mean' in term) return taken(termValues(term.mean, runs, cells), 'mean');
  if ('largest' in term) return taken(termValues(term.largest, runs, cells), 'largest');
  const { measure, at = {}, take = 'mean' } = term;
  return taken(valuesAt(measure, at, runs, cells), take);
}

function termValues(
  terms: readonly TermInput[],
  runs: readonly CellValues[],
  cells: readonly Cell[],
): (number | null)[] {
  return terms.map((term) => termValue(term, runs, cells));
}

/** Whether every value of a term has cells to come from, done or not: a size may leave out what it is about. */
export function hasCells(term: TermInput, cells: readonly Cell[]): boolean {
  const every = (terms: readonly TermInput[]) => terms.every((each) => hasCells(each, cells));
  if (typeof term === 'number') return true;
  if ('minus' in term) return every(term.minus);
  if ('mean' in term) return every(term.mean);
  if ('largest' in term) return every(term.largest);
  const { at = {} } = term;
  return cells.some((cell) => isAt(cell, at));
}

/** The values of a measure in some cells; null for a cell without one. */
function valuesAt(
  measure: string,
  at: Places,
  runs: readonly CellValues[],
  cells: readonly Cell[],
): (number | null)[] {
  return cells
    .filter((cell) => isAt(cell, at))
    .map((cell) => runs.find((run) => isAt(run.cell, cell))?.values[measure] ?? null);
}

/** One of several values; null where one is missing, or there are none. */
export function taken(values: readonly (number | null)[], take: Take): number | null {
  const known = values.filter((value) => value !== null);
  if (known.length === 0 || known.length < values.length) return null;
  switch (take) {
    case 'mean':
      return known.reduce((sum, value) => sum + value, 0) / known.length;
    case 'largest':
      return Math.max(...known);
    case 'smallest':
      return Math.min(...known);
  }
}
