import { lastTenth } from './lastTenth';
import type { Cell } from './studyGrid';
import type { Study, StudyMeasure } from './studySchema';
import type { TaskStatus } from './taskState';

/**
 * The measures of a run that is done, in their units; those that are not found are absent, and of a run that is not done all.
 */
export function measureRun(
  { measures }: Pick<Study, 'measures'>,
  { task: { cell }, state, run, evaluations }: TaskStatus,
): Readonly<Record<string, number>> {
  if (state !== 'done' || run === null) return {};
  const found = measures.map((measure) => {
    const value = sourcesOf(measure, run, evaluations)
      .map((source) => valueAt(source, pathIn(cell, measure.path)))
      .find((each) => each !== null);
    return [measure.name, value ?? null, measure.unit] as const;
  });
  return Object.fromEntries(
    found.flatMap(([name, value, unit]) =>
      value === null ? [] : [[name, unit === 'percent' ? 100 * value : value]],
    ),
  );
}

/** The path with the cell's levels in place of the axes in braces: one run may be several cells, each with its part of it. */
function pathIn(cell: Cell, path: string): string {
  return path.replace(/\{(\w+)\}/g, (whole, axis: string) => cell[axis] ?? whole);
}

function sourcesOf(
  { from }: StudyMeasure,
  run: NonNullable<TaskStatus['run']>,
  evaluations: TaskStatus['evaluations'],
): readonly unknown[] {
  switch (from) {
    case 'summary':
      return [run.record.summary];
    case 'metrics':
      return [lastTenth(run)];
    case 'evaluation':
      return evaluations;
  }
}

/**
 * The number that a path leads to: fields by name, items of a list by their `name`, or by the `share` of labels they are of.
 * Keys that have a dot in them, as those of metrics do, are found whole.
 */
function valueAt(source: unknown, path: string): number | null {
  if (typeof source !== 'object' || source === null) return null;
  const whole: unknown = Reflect.get(source, path);
  if (typeof whole === 'number') return whole;
  // A share has a dot in it too.
  const [, key = path, rest] = /^((?:0\.)?[^.]+)\.(.+)$/.exec(path) ?? [];
  const inner = Array.isArray(source) ? source.find((item) => isNamed(item, key)) : Reflect.get(source, key);
  return rest === undefined ? null : valueAt(inner, rest);
}

function isNamed(item: unknown, key: string): boolean {
  if (typeof item !== 'object' || item === null) return false;
  return Reflect.get(item, 'name') === key || String(Reflect.get(item, 'share')) === key;
}
