/** A text as a cell of CSV (RFC 4180), in quotes where it needs them. */
export function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A line of a table as RFC 4180 has it, but ended by a line feed alone. */
export function csvLine(cells: readonly (string | number)[]): string {
  return `${cells.map((value) => csvCell(String(value))).join(',')}\n`;
}
