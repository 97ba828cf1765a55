import type { FigureData, FigurePoint, Spread } from '../../extension/studyPanel/messages';

/** One half of a figure: our numbers or the paper's. */
export interface FigureSide {
  readonly of: 'ours' | 'paper';
  readonly title: string;
  /** By series and place; null where there is no number. */
  readonly values: readonly (readonly (Spread | null)[])[];
  /** Averages of the rows of a heat map; null where it has none. */
  readonly averages: readonly (Spread | null)[] | null;
}

/** Ours, and beside it the paper's where it has numbers. */
export function figureSides({ series, averages, hasPaper }: FigureData): FigureSide[] {
  const side = (
    of: FigureSide['of'],
    title: string,
    valueOf: (point: FigurePoint) => Spread | null,
  ): FigureSide => ({
    of,
    title,
    values: series.map(({ points }) => points.map(valueOf)),
    averages: averages?.map(valueOf) ?? null,
  });
  const ours = side('ours', 'Here', (point) => point.ours);
  const paper = side('paper', 'Paper', (point) =>
    point.paper === null ? null : { mean: point.paper, deviation: null, count: 1 },
  );
  return hasPaper ? [ours, paper] : [ours];
}

/** Whether a side has no number at all. */
export function isEmptySide({ values }: FigureSide): boolean {
  return values.flat().every((value) => value === null);
}
