/** A text as one word of a POSIX shell's line: as it is, or in quotes. */
export function shellWord(text: string): string {
  return /^[\w./:=+,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
