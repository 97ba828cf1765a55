import type { CellRun, CellView, StudyView } from '../../extension/studyPanel/messages';
import { stateFaces } from './cellFace';
import { formatMeasure } from './formatMeasure';

/** A run that a square or a point may lead to. */
export interface RunChoice {
  /** As a menu has it. */
  readonly label: string;
  /** Of the run; null while there is none. */
  readonly folder: string | null;
}

/**
 * The runs of some cells, named by their cells where these are several.
 * @param measure of the runs' values; null where others are in question.
 */
export function runChoices(cells: readonly CellView[], measure: StudyView['measure'] | null): RunChoice[] {
  return cells.flatMap(({ label, runs }) =>
    runs.map((run) => ({
      label: (cells.length > 1 ? `${label}, seed ` : 'Seed ') + describe(run, measure),
      folder: run.folder,
    })),
  );
}

function describe(
  { seed, state, share, value, reason }: CellRun,
  measure: StudyView['measure'] | null,
): string {
  const percent = state === 'running' ? `, ${Math.floor(100 * share)} %` : '';
  const number = value === null || measure === null ? '' : `, ${formatMeasure(value, measure.unit)}`;
  const why = reason === null ? '' : ` (${reason})`;
  return `${seed + 1}: ${stateFaces[state].word}${percent}${number}${why}`;
}
