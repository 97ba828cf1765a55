import { l10n } from 'vscode';
import { describeLoss } from '../../engine/config/describeLoss';
import { nearestPreset } from '../../engine/config/nearestPreset';
import { describeOrigin } from '../../engine/format/describeOrigin';
import type { MetricsLine } from '../../engine/runs/metricsLine';
import { isLive } from '../commands/possibleActions';
import { secondsLeft } from '../runs/secondsLeft';
import type { ShownRun } from '../runs/shownRun';
import { chanceOf, finding } from './finding';
import type { RunView } from './messages';
import { possibleActions } from './runActions';

/** What the panel's head is made of, beside the run itself. */
export interface RunViewSources {
  /** The latest line of `metrics.jsonl`, where it has been read; the record is up to two seconds behind. */
  readonly lastLine: MetricsLine | null;
  /** As in `Evidence`. */
  readonly untrainedKnn: number | null;
  /** Steps of the checkpoints on disk, ascending. */
  readonly checkpoints: readonly number[];
  /** Last lines of engine.log. */
  readonly logTail: readonly string[];
}

/** Everything of a run that the panel shows in words. */
export function runView(shown: ShownRun, sources: RunViewSources): RunView {
  const { run } = shown;
  const { record } = run;
  const { config, plan } = record;
  const progress = latest(record.progress, sources.lastLine);
  const step = progress?.step ?? 0;
  const { preset, differences } = nearestPreset(config);
  return {
    folder: run.paths.folder,
    id: run.id,
    title: shown.title,
    state: run.state,
    reason: reason(shown, sources.checkpoints),
    queuePosition: shown.queuePosition,
    actions: possibleActions(shown),
    phase: shown.phase,
    step,
    totalSteps: plan?.totalSteps ?? null,
    epoch: progress?.epoch ?? 0,
    epochs: config.epochs,
    secondsLeft: secondsLeft(shown, step),
    seconds: progress?.time ?? 0,
    viewsPerSecond: isLive(shown) ? (progress?.viewsPerSecond ?? null) : null,
    device: record.device,
    dataset: record.dataset,
    plan,
    seed: config.seed,
    temperature: config.loss.temperature,
    loss: describeLoss(config),
    chance: chanceOf(record),
    finding: finding({ record, progress, untrainedKnn: sources.untrainedKnn }),
    warnings: record.warnings,
    summary: record.summary,
    preset,
    differences,
    configText: JSON.stringify(config, null, 2),
    environment: [
      ...describeOrigin(record).map(([name, value]) => ({ name, value })),
      { name: 'host', value: record.host },
      ...Object.entries(record.versions).map(([name, value]) => ({ name, value })),
    ],
    logTail: sources.logTail,
    checkpoints: sources.checkpoints,
    bestStep: record.best?.step ?? null,
  };
}

/** `line` over `record`, unless the record is ahead because the file has not been read that far. */
function latest(record: MetricsLine | null, line: MetricsLine | null): MetricsLine | null {
  if (record === null || line === null) return record ?? line;
  return line.step >= record.step ? { ...record, ...line } : record;
}

function reason(shown: ShownRun, checkpoints: readonly number[]): string | null {
  const { state, record } = shown.run;
  if (isLive(shown) && shown.link === 'watching') {
    return l10n.t(
      'Another process on {0} runs it: it is shown from disk, and can be paused and stopped only there.',
      record.host,
    );
  }
  if (state === 'interrupted' || (state === 'failed' && record.reason === null)) {
    const last = checkpoints.at(-1);
    return last === undefined
      ? l10n.t('Its engine ended without a word; resume begins again, as there is no checkpoint.')
      : l10n.t('Its engine ended without a word; resume goes on from step {0}.', last);
  }
  return record.reason;
}
