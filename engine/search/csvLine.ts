/** A line of a table as RFC 4180 has it, but ended by a line feed alone. */
export function csvLine(cells: readonly (string | number)[]): string {
  const cell = (value: string) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  return `${cells.map((value) => cell(String(value))).join(',')}\n`;
}
