import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import { configDifferences } from '../config/configDifferences';
import { runConfigSchema } from '../config/runConfig';
import type { CheckpointFile } from '../runs/checkpoints';
import type { EvaluationFile } from '../runs/evaluations';
import type { MetricKey, MetricsLine } from '../runs/metricsLine';
import type { Run } from '../runs/readRun';
import { commandHint, shortPath } from './commandHint';
import { describeRun } from '../format/describeRun';
import { describeOrigin } from '../format/describeOrigin';
import { describeProgress, describeReason } from '../format/describeProgress';
import { formatCount, formatLoss, formatShare } from '../format/formatNumbers';
import { styledState } from './runsCommand';
import { sampleFiles } from '../runs/sampleFiles';
import { sparkline } from './sparkline';
import type { Style } from './style';
import { accuracyTable } from './summaryText';
import { formatPairs } from './table';
import type { Terminal } from './terminal';
import { padEnd, padStart, truncate } from './textWidth';

/** What a run's folder keeps of it, oldest first. */
export interface RunFiles {
  readonly checkpoints: readonly CheckpointFile[];
  readonly evaluations: readonly EvaluationFile[];
}

/** Evaluations that are named, the latest ones. */
const mostEvaluations = 3;

/** Everything that a terminal can show of a run, as lines. */
export function showText(
  run: Run,
  metrics: readonly MetricsLine[],
  files: RunFiles,
  { columns, style }: Terminal,
): string[] {
  const { record } = run;
  const sections = [
    heading(run, style),
    formatPairs(dimmed(describeRun(record.config, record), style), { columns }),
    curves(metrics, columns, style),
    record.summary === null ? [] : accuracyTable(record.summary, style),
    changes(run, columns, style),
    formatPairs(dimmed(places(run, files), style)),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));
}

function heading(run: Run, style: Style): string[] {
  const { id, record, state } = run;
  const reason = describeReason(run);
  const done = describeProgress(record);
  return [style.bold(id), `${styledState(state, style)}: ${done}`, ...(reason === null ? [] : [reason])];
}

/** Curves that are drawn, each with how its ends are written. */
const drawn: readonly { key: MetricKey; title: string; format: (value: number) => string }[] = [
  { key: 'loss', title: 'loss', format: formatLoss },
  { key: 'contrastiveAccuracy', title: 'contrastive', format: formatShare },
  { key: 'probe.h', title: 'probe h', format: formatShare },
  { key: 'probe.z', title: 'probe z', format: formatShare },
  { key: 'knn.h', title: 'kNN h', format: formatShare },
  { key: 'rank.h', title: 'rank h', format: (value) => value.toFixed(1) },
];

function curves(metrics: readonly MetricsLine[], columns: number, style: Style): string[] {
  const steps = metrics.at(-1)?.step ?? 1;
  return drawn.flatMap(({ key, title, format }) => {
    const points = metrics.flatMap((line) => {
      const y = line[key];
      return y === undefined ? [] : [{ x: line.step / steps, y }];
    });
    const [first] = points;
    const last = points.at(-1);
    if (first === undefined || last === undefined || points.length < 2) return [];
    const curve = style.accent(sparkline(points, Math.max(10, Math.min(60, columns - 34))));
    const name = style.dim(padEnd(title, 12));
    return [`${name}${padStart(format(first.y), 8)}  ${curve}  ${format(last.y)}`];
  });
}

/** The fields that are not as the defaults have them. */
function changes({ record }: Run, columns: number, style: Style): string[] {
  const differences = configDifferences(record.config, runConfigSchema.parse({}));
  if (differences.length === 0) return [];
  const width = Math.max(...differences.map(({ path }) => path.length)) + 4;
  const pairs = differences.map(({ path, a, b }): [string, string] => {
    const value = JSON.stringify(a);
    const standard = `(default ${JSON.stringify(b)})`;
    // Lists of transformations are long; run.json has them whole.
    return width + value.length + standard.length + 1 > columns
      ? [path, truncate(value, columns - width)]
      : [path, `${value} ${style.dim(standard)}`];
  });
  return [style.dim('changed from the defaults'), ...formatPairs(pairs, { indent: '  ' })];
}

function places(
  { id, paths, record, state }: Run,
  { checkpoints, evaluations }: RunFiles,
): [string, string][] {
  const inFolder = (path: string) => relative(paths.folder, path);
  const pairs: [string, string][] = [['folder', shortPath(paths.folder)]];
  const latest = checkpoints.at(-1);
  const best = checkpoints.find(({ step }) => step === record.best?.step);
  pairs.push(...describeOrigin(record));
  if (latest !== undefined) pairs.push(['latest', inFolder(latest.path)]);
  if (best !== undefined && record.best !== null) {
    pairs.push(['best', `${inFolder(best.path)} (probe h ${formatShare(record.best.value)})`]);
  }
  for (const { path, record: found } of evaluations.slice(-mostEvaluations)) {
    const linear = found.linear === null ? '' : `, linear evaluation h ${formatShare(found.linear.h.top1)}`;
    pairs.push(['evaluated', `${inFolder(path)} (step ${formatCount(found.step)}${linear})`]);
  }
  for (const path of sampleFiles(paths)) pairs.push(['views', inFolder(path)]);
  if (existsSync(paths.log)) pairs.push(['log', inFolder(paths.log)]);
  if (['stopped', 'interrupted', 'failed'].includes(state))
    pairs.push(['go on', commandHint(`resume ${id}`)]);
  if (state === 'queued') pairs.push(['start now', commandHint(`resume ${id}`)]);
  return pairs;
}

function dimmed(pairs: readonly (readonly [string, string])[], style: Style): [string, string][] {
  return pairs.map(([name, value]) => [style.dim(name), value]);
}
