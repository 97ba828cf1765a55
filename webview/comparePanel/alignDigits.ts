/** Spaces as wide as a digit and as a decimal point, where digits are all of one width. */
const digit = '\u2007';
const point = '\u2008';

/**
 * Numbers of a column, padded so that their decimal points stand under one another where the column is aligned to the
 * right. What is no plain number is left as it is.
 */
export function alignDigits(texts: readonly string[]): string[] {
  const decimals = texts.map((text) => /^[−-]?[\d,]+(?:\.(\d+))?( %)?$/.exec(text));
  const most = Math.max(0, ...decimals.map((match) => match?.[1]?.length ?? 0));
  return texts.map((text, index) => {
    const match = decimals[index];
    if (match === null || match === undefined || most === 0) return text;
    const own = match[1]?.length ?? 0;
    const padding = (own === 0 ? point : '') + digit.repeat(most - own);
    const unit = match[2] ?? '';
    return text.slice(0, text.length - unit.length) + padding + unit;
  });
}
