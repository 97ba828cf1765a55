import type { FigureData, FigurePoint } from '../../studies/studyFigure';

/** A number of a figure and its spread. */
export interface SideValue {
  readonly value: number;
  /** Standard deviation over seeds; null where there is none. */
  readonly deviation: number | null;
}

/** One half of a figure: our numbers or the paper's. */
export interface FigureSide {
  readonly title: string;
  /** By series and place; null where there is no number. */
  readonly values: readonly (readonly (SideValue | null)[])[];
  /** Averages of the rows of a heat map; null where it has none. */
  readonly averages: readonly (SideValue | null)[] | null;
}

/** Ours, and beside it the paper's where it has numbers. */
export function figureSides({ series, averages, hasPaper }: FigureData): FigureSide[] {
  const side = (title: string, of: (point: FigurePoint) => SideValue | null): FigureSide => ({
    title,
    values: series.map(({ points }) => points.map(of)),
    averages: averages?.map(of) ?? null,
  });
  const ours = side('Here', ({ ours: found }) =>
    found === null ? null : { value: found.mean, deviation: found.deviation },
  );
  if (!hasPaper) return [ours];
  return [ours, side('Paper', ({ paper }) => (paper === null ? null : { value: paper, deviation: null }))];
}
