import { formatDuration } from '../../extension/format/formatDuration';
import { formatCount } from '../../extension/format/formatNumbers';
import type { Accuracies, FieldValue, MetricPoint } from '../../extension/comparePanel/messages';
import type { XAxis } from '../charts/seriesStore';
import { formatValue, type Unit } from '../format/formatValue';
import { stateFace } from '../runPanel/stateFace';
import { fieldOf, type ComparedRow } from './comparedRow';
import { comparedMetrics, type ComparedMetric } from './metrics';

/** What a cell holds; null: nothing. */
export type CellValue = string | number | boolean | null;

/** A column of the table, and an axis of the scatter plot. */
export interface Column {
  /** Names it in the filter, in files and in the page's state: `batchSize`, `probe.h.best`. */
  readonly id: string;
  /** What stands over it and its neighbours. */
  readonly group: string;
  readonly label: string;
  readonly kind: 'fact' | 'field' | 'metric';
  /** What numbers are written as. */
  readonly unit: Unit | 'count' | 'duration' | 'plain';
  /** Which way a number gets better, for the order in which it is sorted first. */
  readonly better: 'lower' | 'higher' | null;
  /** Shown only when all columns are. */
  readonly extra: boolean;
  readonly valueOf: (row: ComparedRow) => CellValue;
}

type Fact = Pick<Column, 'id' | 'label' | 'valueOf'> & Partial<Column>;

function fact(column: Fact): Column {
  return { group: 'Run', kind: 'fact', unit: 'plain', better: null, extra: false, ...column };
}

const facts: readonly Column[] = [
  fact({
    id: 'state',
    label: 'state',
    valueOf: ({ run, missing }) => (run === null ? (missing === null ? null : 'Gone') : stateFace(run).text),
  }),
  fact({ id: 'steps', label: 'steps', unit: 'count', valueOf: ({ run }) => run?.step ?? null }),
  fact({ id: 'time', label: 'time', unit: 'duration', valueOf: ({ run }) => run?.seconds ?? null }),
];

/** Fields that tell where a run was computed or found, not what it is: never first among those to compare by. */
export const incidentalField = /^(seed$|device\.|found\.|checkpoint\.|data\.source$)/;

/**
 * Every column that these runs can have, in the order of the table.
 * @param axis by which the place of a best value is told.
 */
export function columnsOf(rows: readonly ComparedRow[], axis: XAxis): readonly Column[] {
  const shown = rows.filter(({ run }) => run !== null);
  return [
    ...facts,
    ...accuracyColumns('final', 'At the end', shown, ({ run }) => run?.final ?? null),
    ...evaluationColumns(shown),
    ...fieldColumns(shown),
    ...comparedMetrics.flatMap((metric) => metricColumns(metric, axis, shown)),
  ];
}

function fieldColumns(rows: readonly ComparedRow[]): Column[] {
  const paths = new Set(rows.flatMap(({ run }) => run?.fields.map(({ path }) => path) ?? []));
  return [...inSchemaOrder([...paths])].map((path) => {
    const values = new Set(rows.map((row) => JSON.stringify(fieldOf(row, path)) ?? ''));
    return {
      id: path,
      group: path.startsWith('found.') ? 'Found' : 'Configuration',
      label: path.replace(/^found\./, ''),
      kind: 'field',
      unit: 'plain',
      better: null,
      extra: values.size < 2,
      valueOf: (row: ComparedRow): FieldValue => fieldOf(row, path) ?? null,
    };
  });
}

/** Fields of the first run, and what only others have beside its neighbours: a transformation's parameters. */
function inSchemaOrder(paths: readonly string[]): readonly string[] {
  const section = (path: string) => path.split('.').slice(0, -1).join('.');
  const top = (path: string) => path.split('.')[0] ?? '';
  const tops = [...new Set(paths.map(top))];
  const sections = [...new Set(paths.map(section))];
  return paths.toSorted(
    (a, b) =>
      tops.indexOf(top(a)) - tops.indexOf(top(b)) ||
      sections.indexOf(section(a)) - sections.indexOf(section(b)),
  );
}

function accuracyColumns(
  id: string,
  group: string,
  rows: readonly ComparedRow[],
  of: (row: ComparedRow) => Accuracies | null,
): Column[] {
  const labels = { linearH: 'linear h', linearZ: 'linear z', knnH: 'kNN h', knnZ: 'kNN z' } as const;
  return (Object.keys(labels) as (keyof Accuracies)[]).flatMap((key): Column[] => {
    const valueOf = (row: ComparedRow) => of(row)?.[key] ?? null;
    if (rows.every((row) => valueOf(row) === null)) return [];
    const label = labels[key];
    const shape = { kind: 'metric', unit: 'share', better: 'higher', extra: false } as const;
    return [{ id: `${id}.${key}`, group, label, ...shape, valueOf }];
  });
}

function evaluationColumns(rows: readonly ComparedRow[]): Column[] {
  const accuracies = accuracyColumns(
    'evaluation',
    'Latest evaluation',
    rows,
    ({ run }) => run?.evaluation ?? null,
  );
  if (accuracies.length === 0) return [];
  const step: Column = {
    ...fact({ id: 'evaluation.step', label: 'at step', valueOf: ({ run }) => run?.evaluation?.step ?? null }),
    group: 'Latest evaluation',
    kind: 'metric',
    unit: 'count',
  };
  return [...accuracies, step];
}

function metricColumns(metric: ComparedMetric, axis: XAxis, rows: readonly ComparedRow[]): Column[] {
  const { key, title: group, better } = metric;
  if (rows.every(({ summaries }) => summaries[key] === undefined)) return [];
  const shared = { group, kind: 'metric', extra: better === null } as const;
  const { unit } = metric.axis;
  const last: Column = {
    ...shared,
    id: `${key}.last`,
    label: 'last',
    unit,
    better,
    valueOf: ({ summaries }) => summaries[key]?.last.value ?? null,
  };
  if (better === null) return [last];
  const best = ({ summaries }: ComparedRow): MetricPoint | null => summaries[key]?.best ?? null;
  return [
    last,
    { ...shared, id: `${key}.best`, label: 'best', unit, better, valueOf: (row) => best(row)?.value ?? null },
    {
      ...shared,
      id: `${key}.best.${axis}`,
      label: axis === 'time' ? 'best after' : `best at ${axis}`,
      unit: axis === 'time' ? 'duration' : axis === 'step' ? 'count' : 'plain',
      better: null,
      valueOf: (row) => place(best(row), axis),
    },
  ];
}

function place(point: MetricPoint | null, axis: XAxis): number | null {
  if (point === null) return null;
  return axis === 'epoch' ? Number(point.epoch.toFixed(2)) : point[axis];
}

/** A value as the table shows it; empty where there is none. */
export function cellText({ unit }: Pick<Column, 'unit'>, value: CellValue): string {
  if (value === null) return '';
  if (typeof value !== 'number') return String(value);
  switch (unit) {
    case 'plain':
      return String(value);
    case 'count':
      return formatCount(value);
    case 'duration':
      return formatDuration(value);
    case 'loss':
      return Math.abs(value) >= 1e5 ? formatValue(unit, value) : value.toFixed(3);
    default:
      return formatValue(unit, value);
  }
}

/** A column's name where it stands alone. */
export function columnTitle({ group, label, kind }: Pick<Column, 'group' | 'label' | 'kind'>): string {
  return kind === 'metric' ? `${group}, ${label}` : label;
}
