import { cellText, columnTitle, incidentalField, type CellValue, type Column } from './columns';
import type { ComparedRow } from './comparedRow';

/** A run in the scatter plot. */
export interface ScatterPoint {
  readonly folder: string;
  /** Place on the x axis: the value, or the index of its category. */
  readonly x: number;
  readonly y: number;
  readonly xText: string;
  readonly yText: string;
}

/** What the scatter plot shows. */
export interface ScatterData {
  readonly points: readonly ScatterPoint[];
  /** Names of the places 0, 1, … on the x axis; null where it is one of numbers. */
  readonly categories: readonly string[] | null;
  /** Why there is nothing to see; null where there is. */
  readonly problem: string | null;
  /** What is left out, in a sentence. */
  readonly note: string;
}

/** Columns that the y axis can show: those with numbers. */
export function yColumns(columns: readonly Column[], rows: readonly ComparedRow[]): readonly Column[] {
  return columns.filter(
    ({ kind, id, valueOf }) =>
      (kind === 'metric' || id === 'time') && rows.some((row) => typeof valueOf(row) === 'number'),
  );
}

/** What the axes show until the user chooses: a field that differs, against how well the class is predicted. */
export function defaultAxes(
  columns: readonly Column[],
  rows: readonly ComparedRow[],
): { readonly x: Column | null; readonly y: Column | null } {
  const valuesOf = ({ valueOf }: Column) => new Set(rows.map(valueOf).filter((value) => value !== null));
  const differing = columns
    .filter(({ kind, id }) => kind === 'field' && !incidentalField.test(id))
    .map((column) => ({ column, values: [...valuesOf(column)] }))
    .filter(({ values }) => values.length > 1);
  // Numbers before words, and of those the field that was varied most.
  const rank = ({ values }: { readonly values: readonly CellValue[] }) =>
    values.length + (typeof values[0] === 'number' ? rows.length : 0);
  const [varied] = differing.toSorted((a, b) => rank(b) - rank(a));
  const named = (id: string) => columns.find((column) => column.id === id);
  const x = varied?.column ?? named('seed') ?? named('steps') ?? null;
  const wanted = ['probe.h.best', 'final.linearH', 'loss.best'].map(named);
  const measured = yColumns(columns, rows).find(({ kind }) => kind === 'metric');
  const y = wanted.find((column) => column !== undefined) ?? measured ?? null;
  return { x, y };
}

/** The runs by `x` and `y`; with logarithmic axes, those above zero. */
export function scatterData(
  rows: readonly ComparedRow[],
  x: Column | null,
  y: Column | null,
  { logX, logY }: { readonly logX: boolean; readonly logY: boolean },
): ScatterData {
  const nothing = (problem: string): ScatterData => ({ points: [], categories: null, problem, note: '' });
  if (rows.length === 0) return nothing('No runs to show: add some, or change the filter.');
  if (x === null || y === null) return nothing('No metric has values yet: they come as the runs log some.');
  const measured = rows.flatMap((row) => {
    const [xValue, yValue] = [x.valueOf(row), y.valueOf(row)];
    return xValue === null || typeof yValue !== 'number' ? [] : [{ row, xValue, yValue }];
  });
  if (measured.length === 0) {
    const name = rows.some((row) => y.valueOf(row) !== null) ? columnTitle(x) : columnTitle(y);
    return nothing(`None of these runs has a value of “${name}” yet: choose another.`);
  }
  const distinct = new Set(measured.map(({ xValue }) => xValue));
  const [shared] = distinct;
  if (distinct.size === 1 && measured.length > 1 && shared !== undefined) {
    const value = cellText(x, shared);
    const all = measured.length === 2 ? 'Both' : `All ${measured.length}`;
    return nothing(`${all} runs have ${columnTitle(x)} ${value}: choose an x that differs.`);
  }
  const isNumeric = measured.every(({ xValue }) => typeof xValue === 'number');
  const categories = isNumeric ? null : categoriesOf([...distinct]);
  const points = measured.flatMap(({ row, xValue, yValue }): ScatterPoint[] => {
    const place = categories === null ? Number(xValue) : categories.indexOf(String(xValue));
    if ((logX && isNumeric && place <= 0) || (logY && yValue <= 0)) return [];
    return [
      { folder: row.folder, x: place, y: yValue, xText: cellText(x, xValue), yText: cellText(y, yValue) },
    ];
  });
  if (points.length === 0) return nothing('No value is above zero: switch the logarithmic axis off.');
  return {
    points,
    categories,
    problem: null,
    note: leftOut(rows.length - measured.length, measured.length - points.length),
  };
}

function categoriesOf(values: readonly CellValue[]): string[] {
  return values.map(String).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}

function leftOut(unmeasured: number, notPositive: number): string {
  const runs = (count: number, one: string, many: string) =>
    count === 1 ? `1 run ${one}` : `${count} runs ${many}`;
  return [
    unmeasured > 0 ? `${runs(unmeasured, 'has', 'have')} no value yet.` : '',
    notPositive > 0 ? `${runs(notPositive, 'is', 'are')} left out: not above zero.` : '',
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}
