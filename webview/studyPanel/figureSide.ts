import type { FigureData, FigurePoint, Spread } from '../../extension/studyPanel/messages';

/** One half of a figure: our numbers or the paper's. */
export interface FigureSide {
  readonly title: string;
  /** By series and place; null where there is no number. */
  readonly values: readonly (readonly (Spread | null)[])[];
  /** Averages of the rows of a heat map; null where it has none. */
  readonly averages: readonly (Spread | null)[] | null;
}

/** Ours, and beside it the paper's where it has numbers. */
export function figureSides({ series, averages, hasPaper }: FigureData): FigureSide[] {
  const side = (title: string, of: (point: FigurePoint) => Spread | null): FigureSide => ({
    title,
    values: series.map(({ points }) => points.map(of)),
    averages: averages?.map(of) ?? null,
  });
  const ours = side('Here', (point) => point.ours);
  const paper = side('Paper', (point) =>
    point.paper === null ? null : { mean: point.paper, deviation: null, count: 1 },
  );
  return hasPaper ? [ours, paper] : [ours];
}

/** Whether a side has no number at all. */
export function isEmptySide({ values }: FigureSide): boolean {
  return values.flat().every((value) => value === null);
}
