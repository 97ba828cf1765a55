import type { Run } from '../runs/readRun';
import type { RunRecord, RunSummary } from '../runs/runRecord';
import { blockText } from './blockText';
import { commandHint, shortPath } from './commandHint';
import { formatCount, formatDuration, formatLoss, formatPlural, formatShare } from '../format/formatNumbers';
import { summaryTable } from '../format/summaryTable';
import { sampleFiles } from '../runs/sampleFiles';
import type { Style } from './style';
import { formatPairs } from './table';

/**
 * What a run came to: loss from start to end, each accuracy beside an untrained encoder's and chance, where
 * everything is and how to look at it.
 */
export function summaryText(summary: RunSummary, { id, record, paths }: Run, style: Style): string[] {
  const lines = [headline(summary, record, style), ''];
  const table = accuracyTable(summary, style);
  lines.push(...(table.length > 0 ? table : withoutTable(record).map((line) => `  ${line}`)), '');

  const pairs: [string, string][] = [];
  if (summary.lossStart !== null) {
    pairs.push(['loss', `${formatLoss(summary.lossStart)} → ${formatLoss(summary.lossEnd)}`]);
  }
  pairs.push(['run', shortPath(summary.runFolder)]);
  for (const path of sampleFiles(paths)) pairs.push(['views', shortPath(path)]);
  pairs.push(['look', commandHint(`show ${id}`)]);
  if (summary.state !== 'finished') pairs.push(['go on', commandHint(`resume ${id}`)]);
  const dimmed = pairs.map(([name, value]) => [style.dim(name), value] as const);
  lines.push(...formatPairs(dimmed, { indent: '  ' }));
  return lines;
}

function headline({ state, steps, seconds }: RunSummary, { plan }: RunRecord, style: Style): string {
  const took = `in ${formatDuration(seconds)} of training`;
  if (state === 'finished') return `${style.good('Finished')}: ${formatPlural(steps, 'step')} ${took}.`;
  const of = plan === null ? '' : ` of ${formatCount(plan.totalSteps)}`;
  return `${style.warning('Stopped')} after ${formatCount(steps)}${of} steps ${took}; it can go on from here.`;
}

/** Each accuracy beside an untrained encoder's and chance, as lines; none where nothing was measured. */
export function accuracyTable(summary: RunSummary, style: Style): string[] {
  const table = summaryTable(summary);
  return table === null ? [] : blockText(table, style);
}

/** What there is to say where the final evaluation has not taken place. */
function withoutTable({ dataset, progress }: RunRecord): string[] {
  if (dataset !== null && dataset.classes === null) {
    return ['The images have no labels, so there is no linear probe and no nearest-neighbour accuracy.'];
  }
  const known = [
    ['linear probe on h', progress?.['probe.h']],
    ['linear probe on z', progress?.['probe.z']],
    ['nearest neighbours on h', progress?.['knn.h']],
  ] as const;
  const rows = known.filter(([, value]) => value !== undefined);
  return rows.length === 0
    ? ['The run ended before its first evaluation, so there are no accuracies.']
    : formatPairs(rows.map(([name, value]) => [name, formatShare(value)]));
}
