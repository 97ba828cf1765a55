import { escapeXml } from '../escapeXml';

/** Width of a letter, about: what draws the figure has the fonts, not what writes it. */
export const letterWidth = 5.7;
const lineHeight = 13;
/** Of slanted labels, in degrees. */
const slant = 35;

/** How the places of a horizontal axis are labelled. */
export interface PlaceLabels {
  /** Room that they take under the axis. */
  readonly height: number;
  /** The label of a place, its middle at `x`, its top at `y`. */
  readonly draw: (place: number, x: number, y: number) => string;
}

/** Labels broken between words into as many lines as they need, or slanted where a word is wider than its place. */
export function placeLabels(names: readonly string[], spacing: number): PlaceLabels {
  const broken = names.map((name) => brokenLines(name, spacing - 3));
  if (broken.every((lines) => lines !== null)) {
    return {
      height: lineHeight * Math.max(1, ...broken.map((lines) => lines.length)) + 4,
      draw: (place, x, y) =>
        (broken[place] ?? [])
          .map(
            (line, index) =>
              `<text class="note" x="${x}" y="${y + lineHeight * (index + 1)}" text-anchor="middle">${escapeXml(line)}</text>`,
          )
          .join(''),
    };
  }
  const longest = Math.max(...names.map(({ length }) => length)) * letterWidth;
  return {
    height: Math.ceil(longest * Math.sin((slant * Math.PI) / 180)) + lineHeight,
    draw: (place, x, y) =>
      `<text class="note" text-anchor="end" transform="translate(${x + 4} ${y + 10}) rotate(-${slant})">${escapeXml(names[place] ?? '')}</text>`,
  };
}

/** The lines of a text within a width, none of which ends in a lone letter; null where a word does not fit. */
function brokenLines(text: string, width: number): string[] | null {
  const lines: string[] = [];
  for (const word of text.split(/(?<!(?:^| )\S) /)) {
    if (word.length * letterWidth > width) return null;
    const last = lines.at(-1);
    if (last !== undefined && (last.length + 1 + word.length) * letterWidth <= width) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else lines.push(word);
  }
  return lines;
}
