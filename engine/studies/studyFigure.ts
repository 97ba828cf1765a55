import { isAt, type Cell } from './studyGrid';
import { levelLabel } from './studyLabels';
import { spreadOf, type Spread } from './statistics';
import type { Places, Study, StudyFigureSpec } from './studySchema';
import { taken, type CellValues } from './studyValues';

/** A point of a figure: a bar, a place on a line, a square of a heat map, an entry of a table. */
export interface FigurePoint {
  /** Ours, over the seeds; null while no run of it is done. */
  readonly ours: Spread | null;
  /** The paper's, null where it has none. */
  readonly paper: number | null;
  /** The cells that it shows, for a click to lead to their runs. */
  readonly cells: readonly Cell[];
}

/** A figure of a study with its numbers, whatever draws it. */
export interface FigureData {
  readonly title: string;
  readonly type: StudyFigureSpec['type'];
  readonly xLabel: string;
  /** Empty where the figure has one series alone. */
  readonly seriesLabel: string;
  readonly x: readonly FigurePlace[];
  readonly series: readonly { readonly name: string; readonly points: readonly FigurePoint[] }[];
  /** What the values are, as an axis has it. */
  readonly valueLabel: string;
  /** percent: numbers from 0 to 100. By series or place where they are measures. */
  readonly unit: 'percent' | 'number';
  readonly scale: StudyFigureSpec['scale'];
  /** heatmap: averages of the rows; null without. */
  readonly averages: readonly FigurePoint[] | null;
  /** Whether any point has a number of the paper's. */
  readonly hasPaper: boolean;
}

/** A place along x. */
export interface FigurePlace {
  readonly name: string;
  /** On a numeric axis; null where places are evenly spaced. */
  readonly value: number | null;
  /** Unit of its values, where places are measures. */
  readonly unit: 'percent' | 'number';
}

/** One side of a figure: what distinguishes its places. */
interface Side {
  readonly label: string;
  readonly places: readonly (FigurePlace & { readonly cell: Cell; readonly measure: string | null })[];
}

/** The word by which a side of a figure stands for the measures. */
const byMeasure = 'measures';

/** A figure of a study, from what its runs came to. `cells` are all of the size that is shown. */
export function studyFigure(
  study: Study,
  figure: StudyFigureSpec,
  cells: readonly Cell[],
  runs: readonly CellValues[],
): FigureData {
  const shown = cells.filter((cell) => isAt(cell, figure.at ?? {}));
  const [first = ''] = figure.measures;
  const fixed = singleLevels(figure.at ?? {});
  const x = sideOf(study, figure, figure.x, shown);
  const rows = figure.series === null ? single() : sideOf(study, figure, figure.series, shown);
  const series = rows.places.map((row) => ({
    name: row.name,
    points: x.places.map((place) =>
      pointOf(
        study,
        figure,
        place.measure ?? row.measure ?? first,
        { ...fixed, ...row.cell, ...place.cell },
        shown,
        runs,
      ),
    ),
  }));
  const measures = study.measures.filter(({ name }) => figure.measures.includes(name));
  return {
    ...{ title: figure.title, type: figure.type, scale: figure.scale },
    ...{ xLabel: x.label, seriesLabel: rows.label },
    x: x.places.map(({ name, value, unit }) => ({ name, value, unit })),
    series,
    valueLabel: measures.length === 1 ? (measures[0]?.label ?? '') : '',
    unit: measures.every(({ unit }) => unit === 'percent') ? 'percent' : 'number',
    averages: figure.averages ? series.map(({ points }) => averageOf(points)) : null,
    hasPaper: series.some(({ points }) => points.some(({ paper }) => paper !== null)),
  };
}

/** The axes along which a figure shows one level alone. */
function singleLevels(at: Places): Cell {
  return Object.fromEntries(
    Object.entries(at).flatMap(([axis, level]) => (typeof level === 'string' ? [[axis, level]] : [])),
  );
}

function single(): Side {
  return { label: '', places: [{ name: '', value: null, unit: 'number', cell: {}, measure: null }] };
}

function sideOf(study: Study, { measures }: StudyFigureSpec, by: string, shown: readonly Cell[]): Side {
  if (by === byMeasure) {
    const places = measures.map((name) => {
      const found = study.measures.find((measure) => measure.name === name);
      const { label = name, unit = 'number' } = found ?? {};
      return { name: label, value: null, unit, cell: {}, measure: name };
    });
    return { label: '', places };
  }
  const axis = study.axes.find(({ name }) => name === by);
  const [first] = measures;
  const unit = study.measures.find(({ name }) => name === first)?.unit ?? 'number';
  const levels = (axis?.levels ?? []).filter((level) => shown.some((cell) => cell[by] === level.name));
  const places = levels.map((level) => {
    const cell = { [by]: level.name };
    return { name: levelLabel(level), value: level.value ?? null, unit, cell, measure: null };
  });
  return { label: axis?.label ?? by, places };
}

/** Where a point shows several cells, each seed gives the mean or the largest of theirs. */
function pointOf(
  study: Study,
  { over }: StudyFigureSpec,
  measure: string,
  at: Cell,
  shown: readonly Cell[],
  runs: readonly CellValues[],
): FigurePoint {
  const cells = shown.filter((cell) => isAt(cell, at));
  const seeds = [...new Set(runs.map(({ seed }) => seed))];
  const ofSeeds = seeds.map((seed) =>
    taken(
      cells.map((cell) => {
        const run = runs.find((each) => each.seed === seed && isAt(each.cell, cell));
        return run?.values[measure] ?? null;
      }),
      over,
    ),
  );
  return {
    ours: spreadOf(ofSeeds.filter((value) => value !== null)),
    paper: paperValue(study, measure, at),
    cells,
  };
}

/** The paper's number for exactly these levels. */
function paperValue({ paper }: Study, measure: string, at: Cell): number | null {
  const found = paper?.values.find(
    (entry) =>
      measure in entry.values &&
      isAt(at, entry.at) &&
      Object.keys(entry.at).length === Object.keys(at).length,
  );
  return found?.values[measure] ?? null;
}

/** Over the points that have a number; the spread is that between them, which says nothing of seeds, so it is left out. */
function averageOf(points: readonly FigurePoint[]): FigurePoint {
  const ours = points.flatMap((point) => (point.ours === null ? [] : [point.ours.mean]));
  const paper = points.flatMap((point) => (point.paper === null ? [] : [point.paper]));
  const whole = ours.length === points.length ? spreadOf(ours) : null;
  return {
    ours: whole && { ...whole, deviation: null },
    paper: paper.length === points.length ? (spreadOf(paper)?.mean ?? null) : null,
    cells: points.flatMap(({ cells }) => cells),
  };
}
