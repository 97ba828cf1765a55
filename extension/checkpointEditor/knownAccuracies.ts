import { l10n } from 'vscode';
import type { MetricsLine } from '../../engine/runs/metricsLine';
import type { RunRecord } from '../../engine/runs/runRecord';
import { streamMetrics } from '../../engine/runs/streamMetrics';
import { chanceOf } from '../runPanel/finding';
import { formatShare } from '../format/formatNumbers';

type Fact = readonly [name: string, value: string];

/** The line of a `metrics.jsonl` that was logged at a step; null where none was. */
export async function lineAt(path: string, step: number): Promise<MetricsLine | null> {
  for await (const line of streamMetrics(path)) {
    if (line.step === step) return line;
    if (line.step > step) return null;
  }
  return null;
}

/** How well a run did at a step: what it measured as it passed, and its final evaluation where that is the step. */
export function knownAccuracies(line: MetricsLine | null, record: RunRecord, step: number): Fact[] {
  const { summary } = record;
  const chance = chanceOf(record);
  const [h, z, knn] = [line?.['probe.h'], line?.['probe.z'], line?.['knn.h']];
  const final = summary !== null && summary.steps === step ? summary : null;
  return [
    ...both(l10n.t('Online linear probe'), h, z),
    ...share(l10n.t('Nearest neighbours (kNN)'), knn),
    ...share(l10n.t('Contrastive accuracy'), line?.contrastiveAccuracy),
    ...both(l10n.t('Linear evaluation at the end'), final?.linear?.h, final?.linear?.z),
    ...(chance !== null && (h ?? knn ?? final?.linear?.h) !== undefined
      ? share(l10n.t('Chance'), chance)
      : []),
  ];
}

function both(name: string, h: number | undefined, z: number | undefined): Fact[] {
  const parts = [
    ...(h === undefined ? [] : [`h ${formatShare(h)}`]),
    ...(z === undefined ? [] : [`z ${formatShare(z)}`]),
  ];
  return parts.length === 0 ? [] : [[name, parts.join(' · ')]];
}

function share(name: string, value: number | undefined): Fact[] {
  return value === undefined ? [] : [[name, formatShare(value)]];
}
