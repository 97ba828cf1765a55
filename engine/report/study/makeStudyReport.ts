import { left, right } from '../../format/blocks';
import { formatDuration } from '../../format/formatNumbers';
import { shellWord } from '../../format/shellWord';
import type { FigureData, FigurePoint } from '../../studies/studyFigure';
import { studyRuns } from '../../studies/studyRuns';
import type { StudyState } from '../../studies/studyState';
import { sizeOf } from '../../studies/studyAt';
import { decision, describeRule, verdictWords } from '../../studies/describeVerdict';
import type { Block, Figure, Report } from '../report';
import { measureText, spreadText } from '../../studies/measureText';
import { describeFigure, studyFigureSvg } from './studyFigureSvg';

/** All of a study as a report: claim, verdict with its rules, figures beside the paper's, tables, runs. */
export function makeStudyReport(state: StudyState): Report {
  const { plan, figures, verdict } = state;
  const { study, size } = plan;
  const runs = studyRuns(state);
  const done = runs.filter((run) => run.state === 'done').length;
  return {
    title: study.title,
    lead: [study.claim, ...(study.source === '' ? [] : [study.source])],
    sections: [
      {
        title: `Verdict: ${verdictWords[verdict.verdict]}`,
        blocks: [
          {
            type: 'table',
            caption: null,
            columns: [left('Claim'), left('Verdict'), left('Difference')],
            rows: verdict.rules.map((result) => [
              result.rule.text,
              verdictWords[result.verdict],
              describeRule(result),
            ]),
          },
          { type: 'text', text: decision },
        ],
      },
      ...figures.map((figure, index) => ({
        title: figure.title,
        blocks: figureBlocks(figure, index, study.name),
      })),
      {
        title: 'What it was run on',
        blocks: [
          { type: 'text', text: `Size “${size}”: ${sizeOf(study, size).about}` },
          {
            type: 'text',
            text: `${done} of ${runs.length} runs are done, ${plan.seeds} of each combination.`,
          },
          ...(study.paper === null
            ? []
            : [{ type: 'text', text: `The paper’s numbers: ${study.paper.about}` } as const]),
          { type: 'code', text: `simclr study run ${shellWord(study.name)} --size ${size}` },
          runsTable(state),
        ],
      },
    ],
  };
}

/** Figures of a study, for a report or as files of their own. */
export function studyFigures({ figures, plan }: StudyState): Figure[] {
  return figures
    .filter(({ type }) => type !== 'table')
    .map((figure, index) => drawn(figure, index, plan.study.name));
}

function drawn(figure: FigureData, index: number, study: string): Figure {
  return {
    name: `${study}-${index + 1}`,
    alt: describeFigure(figure),
    image: { type: 'svg', markup: studyFigureSvg(figure) },
  };
}

function figureBlocks(figure: FigureData, index: number, study: string): Block[] {
  const drawing: Block[] =
    figure.type === 'table' ? [] : [{ type: 'figures', figures: [drawn(figure, index, study)] }];
  return [...drawing, numbersTable(figure)];
}

function numbersTable({ x, series, seriesLabel, xLabel, averages, unit }: FigureData): Block {
  const text = ({ ours, paper }: FigurePoint, of: 'percent' | 'number') => {
    const found = spreadText(ours, of);
    return paper === null ? found : `${found} (${measureText(paper, of)})`;
  };
  const hasPaper = series.some(({ points }) => points.some(({ paper }) => paper !== null));
  return {
    type: 'table',
    caption: hasPaper ? 'Means over seeds ± standard deviation; in brackets those of the paper.' : null,
    columns: [
      left(seriesLabel || xLabel),
      ...x.map(({ name }) => right(name)),
      ...(averages === null ? [] : [right('Average')]),
    ],
    rows: series.map(({ name, points }, row) => [
      name,
      ...points.map((point, at) => text(point, x[at]?.unit ?? unit)),
      ...(averages?.[row] === undefined ? [] : [text(averages[row], unit)]),
    ]),
  };
}

function runsTable(state: StudyState): Block {
  return {
    type: 'table',
    caption: 'Runs',
    columns: [left('Combination'), right('Seed'), left('State'), right('Trained for'), left('Run')],
    rows: studyRuns(state).map(({ task, state: stands, run }) => [
      task.label,
      String(task.config.seed),
      stands,
      run?.record.summary ? formatDuration(run.record.summary.seconds) : '',
      run?.id ?? '',
    ]),
  };
}
