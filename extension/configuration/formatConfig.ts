/** A configuration as text: indented JSON with its lists of numbers on one line, and a newline at the end. */
export function formatConfig(config: object): string {
  const text = JSON.stringify(config, null, 2);
  // Numbers and their brackets span lines only in lists: text in quotes has no line breaks.
  const numbers = /\[\n\s*(-?[\d.e+-]+(?:,\n\s*-?[\d.e+-]+)*)\n\s*\]/g;
  return `${text.replace(numbers, (_, list: string) => `[${list.replace(/,\n\s*/g, ', ')}]`)}\n`;
}
