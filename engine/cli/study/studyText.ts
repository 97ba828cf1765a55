import { left, right } from '../../format/blocks';
import { describeRule } from '../../studies/describeVerdict';
import { measureText, spreadText } from '../../studies/measureText';
import type { FigureData, FigurePoint } from '../../studies/studyFigure';
import { missingMeasures } from '../../studies/missingMeasures';
import type { StudyState } from '../../studies/studyState';
import { formatTable } from '../table';
import type { Terminal } from '../terminal';
import { styledVerdict } from './verdictText';

/** A study for a terminal: its figures as tables, ours beside the paper's, and the verdict with its rules. */
export function studyText(state: StudyState, { style }: Terminal): string[] {
  const { figures, verdict, tasks } = state;
  const failed = tasks.filter((task) => task.state === 'failed');
  return [
    ...figures.flatMap((figure) => ['', style.bold(figure.title), ...figureTable(figure)]),
    '',
    `${style.bold('Verdict')}: ${styledVerdict(verdict.verdict, style)}`,
    ...verdict.rules.map(
      (result) =>
        `  ${styledVerdict(result.verdict, style)}: ${result.rule.text} ${style.dim(describeRule(result))}`,
    ),
    ...missingMeasures(state).map(({ label, from, path }) =>
      style.bad(
        `  not found: ${label}: no ${from} of a run has "${path}"; the images have no labels, or the path in the study is wrong`,
      ),
    ),
    ...failed.map(({ run, reason }) => style.bad(`  failed: ${run?.id ?? ''}: ${reason ?? ''}`)),
  ];
}

function figureTable({ x, series, seriesLabel, xLabel, hasPaper, unit, averages }: FigureData): string[] {
  const columns = [
    left(seriesLabel || xLabel),
    ...x.map(({ name }) => right(name)),
    ...(averages ? [right('average')] : []),
  ];
  type CellText = (point: FigurePoint, of: FigureData['unit']) => string;
  const row = (name: string, points: readonly FigurePoint[], cell: CellText) => [
    name,
    ...points.map((point, at) => cell(point, x[at]?.unit ?? unit)),
  ];
  const rows = series.flatMap(({ name, points }, at) => {
    const all = averages?.[at] === undefined ? points : [...points, averages[at]];
    const ours = row(name, all, ({ ours: value }, of) => spreadText(value, of));
    const paper = row('  paper', all, ({ paper: value }, of) =>
      value === null ? '' : measureText(value, of),
    );
    return hasPaper && points.some((point) => point.paper !== null) ? [ours, paper] : [ours];
  });
  return formatTable(columns, rows, '  ');
}
