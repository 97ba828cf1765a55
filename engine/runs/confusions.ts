/** Images of one class that were taken for another. */
export interface Mistake {
  readonly actual: number;
  readonly predicted: number;
  /** How many, by the classifier on h and by that on z. */
  readonly h: number;
  readonly z: number;
  /** Images of the class. */
  readonly of: number;
}

type Confusion = readonly (readonly number[])[];

/** The mistakes that are made most often on h, then on z; at most `most`. */
export function confusions(h: Confusion, z: Confusion, most = 10): Mistake[] {
  const mistakes: Mistake[] = [];
  h.forEach((row, actual) => {
    const of = row.reduce((sum, count) => sum + count, 0);
    row.forEach((count, predicted) => {
      const other = z[actual]?.[predicted] ?? 0;
      if (actual !== predicted && count + other > 0) {
        mistakes.push({ actual, predicted, h: count, z: other, of });
      }
    });
  });
  return mistakes.sort((a, b) => b.h - a.h || b.z - a.z).slice(0, most);
}
