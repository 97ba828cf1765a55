import type { TreeRow } from './moduleTree';

/** What a key does in the tree: another row is meant, or the module at hand is folded or unfolded. */
export type TreeMove = { readonly to: number } | { readonly fold: boolean };

/** Where in the tree a key is pressed. */
export interface TreePlace {
  readonly rows: readonly TreeRow[];
  /** Index of the row that is meant; −1 for none. */
  readonly at: number;
  /** Rows that a page has. */
  readonly page: number;
  /** Whether only what was searched for is shown, and modules cannot be folded. */
  readonly searched: boolean;
}

/**
 * What a key does, as in the trees of the editor. A row beyond the ends is the first or the last.
 * @returns undefined where it does nothing; null where nothing comes of it here.
 */
export function treeMove(key: string, { rows, at, page, searched }: TreePlace): TreeMove | null | undefined {
  const open = rows[at]?.open ?? null;
  switch (key) {
    case 'ArrowDown':
      return { to: at + 1 };
    case 'ArrowUp':
      return { to: at - 1 };
    case 'PageDown':
      return { to: at + page };
    case 'PageUp':
      return { to: at - page };
    case 'Home':
      return { to: 0 };
    case 'End':
      return { to: rows.length - 1 };
    case 'ArrowRight':
      if (open === null) return null;
      return open ? { to: at + 1 } : { fold: false };
    case 'ArrowLeft':
      return open === true && !searched ? { fold: true } : { to: parentOf(rows, at) };
    case 'Enter':
      return open === null ? null : { fold: open };
    default:
      return undefined;
  }
}

/** The row of the module that a row is in; itself where it is in none. */
function parentOf(rows: readonly TreeRow[], at: number): number {
  const level = rows[at]?.level ?? 1;
  for (let above = at - 1; above >= 0; above--) if ((rows[above]?.level ?? 0) < level) return above;
  return at;
}
