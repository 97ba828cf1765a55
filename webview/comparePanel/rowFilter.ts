import { columnTitle, type CellValue, type Column } from './columns';
import { rowTitle, type ComparedRow } from './comparedRow';

/** What a filter lets through. */
export interface RowFilter {
  readonly matches: (row: ComparedRow) => boolean;
  /** What of it was not understood, in a sentence; null where all was. Terms like that let everything through. */
  readonly problem: string | null;
}

type Operator = '>=' | '<=' | '!=' | '=' | '>' | '<';
type Test = (row: ComparedRow) => boolean;

const comparison = /^([\p{L}$][\w.$-]*)(>=|<=|!=|=|>|<)(.+)$/u;

/**
 * Reads a filter: words that a run's name, state or configuration must contain, and comparisons of columns,
 * `batchSize>=256`, `probe.h>50%`, `encoder.architecture=resnet18`; all of them must hold. Double quotes keep words
 * together.
 */
export function readFilter(text: string, columns: readonly Column[]): RowFilter {
  const problems: string[] = [];
  const tests = terms(text).map((term): Test => {
    const [, name, operator, wanted] = comparison.exec(term) ?? [];
    if (name === undefined || operator === undefined || wanted === undefined) return word(term);
    const column = findColumn(name, columns);
    if (typeof column !== 'string') return comparisonTest(column, operator as Operator, wanted);
    problems.push(column);
    return () => true;
  });
  return { matches: (row) => tests.every((test) => test(row)), problem: problems[0] ?? null };
}

function terms(text: string): string[] {
  return [...text.matchAll(/(?:"[^"]*"?|[^\s"])+/g)]
    .map(([term]) => term.replaceAll('"', ''))
    .filter((term) => term !== '');
}

function word(term: string): Test {
  const wanted = term.toLowerCase();
  return (row) => {
    const { run } = row;
    const texts = [rowTitle(row), run?.id ?? '', run?.state ?? '', row.missing === null ? '' : 'gone'];
    const fields = run?.fields.filter(({ value }) => typeof value === 'string') ?? [];
    return [...texts, ...fields.map(({ value }) => String(value))].some((each) =>
      each.toLowerCase().includes(wanted),
    );
  };
}

/** The column that a name means: its own, a metric's last value, or the end of one name only. Else why there is none. */
function findColumn(name: string, columns: readonly Column[]): Column | string {
  const wanted = name.toLowerCase();
  const named = (id: string) => columns.find((column) => column.id.toLowerCase() === id);
  const found = named(wanted) ?? named(`${wanted}.last`);
  if (found !== undefined) return found;
  const ending = columns.filter(({ id }) => id.toLowerCase().endsWith(`.${wanted}`));
  const [first, ...others] = ending;
  if (first === undefined) return `There is no column "${name}": point at a column's title for its name.`;
  if (others.length === 0) return first;
  const names = ending.slice(0, 4).map(({ id }) => id);
  return `"${name}" can be ${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''}: write more of the name.`;
}

function comparisonTest(column: Column, operator: Operator, wanted: string): Test {
  const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?%?$/i.test(wanted)
    ? parseFloat(wanted) / (wanted.endsWith('%') ? 100 : 1)
    : NaN;
  return (row) => {
    const value = column.valueOf(row);
    if (operator === '=') return equal(value, wanted, number);
    if (operator === '!=') return !equal(value, wanted, number);
    if (typeof value !== 'number' || Number.isNaN(number)) return false;
    switch (operator) {
      case '>=':
        return value >= number;
      case '<=':
        return value <= number;
      case '>':
        return value > number;
      case '<':
        return value < number;
    }
  };
}

/** Numbers by their size, words without their case; "null" and "none" mean that there is nothing. */
function equal(value: CellValue, wanted: string, number: number): boolean {
  if (value === null) return /^(null|none)$/i.test(wanted);
  if (typeof value === 'number') return value === number;
  return String(value).toLowerCase() === wanted.toLowerCase();
}

/** What a column's title explains: its name in full, and how the filter calls it. */
export function columnHint(column: Column): string {
  return `${columnTitle(column)} · ${column.id}`;
}
