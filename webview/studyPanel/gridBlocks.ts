import type { CellView, StudyView } from '../../extension/studyPanel/messages';

/** A table of cells: the last axis along its columns, the one before along its rows. */
export interface GridBlock {
  /** Labels of the levels of the axes that are neither; empty where there are none. */
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly {
    readonly title: string;
    /** null where the study has no such combination. */
    readonly cells: readonly (CellView | null)[];
  }[];
}

/** The cells of a study as tables: one, or one for each combination of the levels of its first axes where it has more than two. */
export function gridBlocks({ axes, cells }: Pick<StudyView, 'axes' | 'cells'>): GridBlock[] {
  const columns = axes.at(-1);
  const rows = axes.length < 2 ? undefined : axes.at(-2);
  const others = axes.slice(0, -2);
  if (columns === undefined) return [];
  const places = others.reduce<Readonly<Record<string, string>>[]>(
    (sofar, axis) =>
      sofar.flatMap((place) => axis.levels.map((level) => ({ ...place, [axis.name]: level.name }))),
    [{}],
  );
  const find = (place: Readonly<Record<string, string>>) =>
    cells.find(({ at }) => Object.entries(place).every(([axis, level]) => at[axis] === level)) ?? null;
  return places.flatMap((place) => {
    if (find(place) === null) return [];
    return {
      title: others
        .map(({ name, label, levels }) => {
          const level = levels.find((each) => each.name === place[name]);
          return `${label}: ${level?.label ?? ''}`;
        })
        .join(' · '),
      columns: columns.levels.map(({ label }) => label),
      rows: (rows?.levels ?? [{ name: '', label: '' }]).map((row) => ({
        title: row.label,
        cells: columns.levels.map((column) =>
          find({
            ...place,
            ...(rows === undefined ? {} : { [rows.name]: row.name }),
            [columns.name]: column.name,
          }),
        ),
      })),
    };
  });
}
