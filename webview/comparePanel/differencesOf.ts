import { fieldOf, type ComparedRow } from './comparedRow';

/** Fields in which two runs differ, in the order of the first one's: path, value of a, value of b. */
export function differencesOf(
  a: ComparedRow,
  b: ComparedRow,
): readonly (readonly [string, string, string])[] {
  const paths = new Set([...(a.run?.fields ?? []), ...(b.run?.fields ?? [])].map(({ path }) => path));
  return [...paths].flatMap((path) => {
    const [left, right] = [fieldOf(a, path), fieldOf(b, path)];
    return left === right
      ? []
      : [[path.replace(/^found\./, 'found: '), valueText(left), valueText(right)] as const];
  });
}

function valueText(value: ReturnType<typeof fieldOf>): string {
  if (value === undefined) return '–';
  return value === '' ? '""' : String(value);
}
