import type { CellView, FigureData, FigurePoint } from '../../extension/studyPanel/messages';
import { element } from '../components/element';
import { formatSpread } from './formatMeasure';
import type { RovingRow } from './rovingGrid';
import { runChoices } from './runChoices';
import { runOpener } from './runOpener';

/** The buttons of a figure's points of our own, which open their runs; made as what draws the figure asks for them. */
export class PointButtons {
  private readonly made: (HTMLButtonElement | null)[][];

  /** @param cells of the study with their runs, as they are now. */
  constructor(
    private readonly figure: FigureData,
    private readonly cells: () => readonly CellView[],
    private readonly openRun: (folder: string) => void,
  ) {
    this.made = figure.series.map(({ points }) => [...points, null].map(() => null));
  }

  /** All that were made, by series and place. */
  get rows(): readonly RovingRow[] {
    return this.made;
  }

  /**
   * The button of a point.
   * @param place along x; that behind the last is the average of the series.
   * @param text that it shows; nothing where it lies over a drawing.
   * @returns it, in what its menu is put into; null where there is no run to open.
   */
  make(series: number, place: number, text: string): HTMLElement | null {
    const point = pointAt(this.figure, series, place);
    const shown = ({ at }: CellView) => point?.cells.some((cell) => sameLevels(cell, at)) ?? false;
    const choices = () => runChoices(this.cells().filter(shown), null);
    if (choices().every(({ folder }) => folder === null)) return null;
    const name = nameOf(this.figure, series, place);
    const button = element(
      'button',
      {
        ...{ class: 'point', type: 'button', tabindex: -1, 'data-point': `${series}.${place}` },
        'aria-label': `${name}: ${valueOf(this.figure, point, place)}`,
      },
      text,
    );
    const row = this.made[series];
    if (row !== undefined) row[place] = button;
    return runOpener(button, name, choices, this.openRun);
  }
}

function pointAt({ series, averages, x }: FigureData, row: number, place: number): FigurePoint | undefined {
  return place === x.length ? averages?.[row] : series[row]?.points[place];
}

function sameLevels(a: CellView['at'], b: CellView['at']): boolean {
  return Object.entries(a).every(([axis, level]) => b[axis] === level);
}

/** "linear, 128". */
function nameOf({ series, x, title }: FigureData, row: number, place: number): string {
  const names = [series[row]?.name ?? '', place === x.length ? 'average' : (x[place]?.name ?? '')];
  return names.filter((name) => name !== '').join(', ') || title;
}

function valueOf({ x, unit }: FigureData, point: FigurePoint | undefined, place: number): string {
  if (point === undefined || point.ours === null) return 'no number yet';
  const { ours } = point;
  const own = x[place]?.unit ?? unit;
  const seeds = ours.deviation === null ? '' : `, ${ours.count} seeds`;
  return `${formatSpread(ours, own)}${own === 'percent' ? ' %' : ''}${seeds}`;
}
