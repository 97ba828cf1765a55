import { rowTitle, type ComparedRow } from './comparedRow';

/** Names of runs; where several have the same, with the folder behind. */
export function distinctTitles(rows: readonly ComparedRow[]): ReadonlyMap<string, string> {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(rowTitle(row), (counts.get(rowTitle(row)) ?? 0) + 1);
  return new Map(
    rows.map((row) => {
      const title = rowTitle(row);
      const id = row.folder.replace(/^.*[\\/]/, '');
      return [
        row.folder,
        (counts.get(title) ?? 0) > 1 && id !== title
          ? `${title} (${id.slice(0, 19).replace('T', ' ')})`
          : title,
      ];
    }),
  );
}
