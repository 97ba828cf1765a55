import type { CellState, CellView, StudyView } from '../../extension/studyPanel/messages';
import type { IconName } from '../components/iconNames.mjs';
import { formatSpread } from './formatMeasure';

/** How each state is shown, in the order of the legend. */
export const stateFaces: Readonly<Record<CellState, { readonly icon: IconName; readonly word: string }>> = {
  done: { icon: 'pass', word: 'done' },
  running: { icon: 'sync', word: 'training' },
  evaluating: { icon: 'beaker', word: 'evaluating' },
  waiting: { icon: 'clock', word: 'waiting to go on' },
  failed: { icon: 'error', word: 'failed' },
  partly: { icon: 'color-mode', word: 'partly done' },
  missing: { icon: 'circle-outline', word: 'missing' },
};

/** Their icon says it all. */
const wordless: readonly CellState[] = ['missing', 'waiting', 'partly'];

/** What a cell's button shows and says. */
export interface CellFace {
  readonly icon: IconName;
  /** "53.1 ± 0.4", or how far the run is. */
  readonly value: string;
  /** "2/3" seeds done; empty where one is all. */
  readonly count: string;
  /** Of the run under way, 0 to 1; null where there is none. */
  readonly share: number | null;
  /** All of it in words. */
  readonly spoken: string;
}

/** How a cell looks. */
export function cellFace(
  { label, state, value, runs }: CellView,
  { measure }: Pick<StudyView, 'measure'>,
): CellFace {
  const done = runs.filter((run) => run.state === 'done').length;
  const under = runs.filter((run) => run.state === 'running');
  const share = under.length === 0 ? null : Math.max(...under.map((run) => run.share));
  const percent = share === null ? '' : `${Math.floor(100 * share)} %`;
  const { icon, word } = stateFaces[state];
  const number = value === null ? '' : formatSpread(value, measure.unit);
  const reasons = runs.flatMap(({ reason }) => (reason === null ? [] : [reason]));
  return {
    icon,
    value: number || percent || (wordless.includes(state) ? '–' : word),
    count: runs.length < 2 ? '' : `${done}/${runs.length}`,
    share,
    spoken: [
      `${label}: ${word}${percent === '' ? '' : `, ${percent}`}`,
      ...(value === null ? [] : [`${measure.label} ${number}${measure.unit === 'percent' ? ' %' : ''}`]),
      ...(runs.length < 2 ? [] : [`${done} of ${runs.length} seeds done`]),
      ...reasons.slice(0, 1),
    ].join('; '),
  };
}
