/** A column of a table. */
export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
  /** Whether its cells are what a reader looks for first. */
  readonly strong?: true;
}

/** A table, with a line over it where it needs one. */
export interface Table {
  readonly type: 'table';
  readonly caption: string | null;
  readonly columns: readonly Column[];
  /** As many cells as there are columns. */
  readonly rows: readonly (readonly string[])[];
}

/** A sentence or some. */
export interface Text {
  readonly type: 'text';
  readonly text: string;
}

/** A column of words. */
export function left(title: string): Column {
  return { title, align: 'left' };
}

/** A column of numbers. */
export function right(title: string): Column {
  return { title, align: 'right' };
}

/** A column of the numbers that a reader looks for first. */
export function strong(title: string): Column {
  return { title, align: 'right', strong: true };
}
