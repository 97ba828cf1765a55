import { l10n } from 'vscode';
import { describeLossSettings } from '../../engine/config/describeLoss';
import type { RunSummary } from '../../engine/runs/runRecord';
import { formatDuration, formatEstimate } from '../format/formatDuration';
import { formatCount, formatLoss, formatShare } from '../format/formatNumbers';
import { secondsLeft } from '../runs/secondsLeft';
import type { ShownRun } from '../runs/shownRun';
import { epochsDone, latestLoss } from './runNumbers';
import { stateWord } from './runState';

/** A name and its value, both for people. */
export type Fact = readonly [name: string, value: string];

/** What a run is and what it came to, as the tooltip of its line says it; what is not known yet is left out. */
export function runFacts(shown: ShownRun): Fact[] {
  const { record, state } = shown.run;
  const { config, dataset, device, progress, plan, reason, summary } = record;
  const facts: Fact[] = [
    [l10n.t('State'), reason === null ? stateWord(state) : l10n.t('{0}: {1}', stateWord(state), reason)],
  ];
  if (shown.link === 'watching') {
    facts.push([
      l10n.t('Process'),
      l10n.t('of a terminal or another machine; it can only be watched from here'),
    ]);
  }
  facts.push([
    l10n.t('Data set'),
    dataset === null
      ? config.data.source
      : l10n.t(
          '{0}, {1} + {2} images held out, views of {3} px',
          dataset.name,
          formatCount(dataset.trainCount),
          formatCount(dataset.testCount),
          dataset.imageSize,
        ),
  ]);
  facts.push([l10n.t('Encoder'), encoderText(shown)]);
  if (device !== null) facts.push([l10n.t('Device'), `${device.backend}: ${device.detail}`]);
  if (progress !== null) {
    const epochs = l10n.t('epoch {0} of {1}', epochsDone(shown), config.epochs);
    const steps =
      plan === null
        ? ''
        : l10n.t(', step {0} of {1}', formatCount(progress.step), formatCount(plan.totalSteps));
    facts.push([l10n.t('Progress'), epochs + steps]);
    facts.push([l10n.t('Training'), formatDuration(summary?.seconds ?? progress.time) + timeLeft(shown)]);
    facts.push([l10n.t('Loss'), formatLoss(latestLoss(shown))]);
  }
  return [...facts, ...accuracies(shown, summary)];
}

function encoderText({ run: { record } }: ShownRun): string {
  const { encoder, batchSize, loss, optimizer } = record.config;
  const name = encoder.architecture.replace('resnet', 'ResNet-');
  return l10n.t(
    '{0}, batch {1}, {2}, {3}',
    name,
    formatCount(batchSize),
    optimizer.type.toUpperCase(),
    describeLossSettings(loss),
  );
}

function timeLeft(shown: ShownRun): string {
  const seconds = secondsLeft(shown);
  return seconds === null ? '' : l10n.t(', {0} left', formatEstimate(seconds));
}

function accuracies({ run: { record } }: ShownRun, summary: RunSummary | null): Fact[] {
  const linear = summary?.linear ?? null;
  const knn = summary?.knn ?? null;
  const { progress, best } = record;
  const compared = (name: string, value: number, untrained: number, chance: number): Fact => [
    name,
    l10n.t(
      '{0} (untrained {1}, chance {2})',
      formatShare(value),
      formatShare(untrained),
      formatShare(chance),
    ),
  ];
  const latest = (name: string, value: number | undefined): Fact[] =>
    value === undefined ? [] : [[name, formatShare(value)]];
  const names = [
    l10n.t('Linear probe on h'),
    l10n.t('Linear probe on z'),
    l10n.t('Nearest neighbours on h'),
  ] as const;
  return [
    ...(linear === null
      ? [...latest(names[0], progress?.['probe.h']), ...latest(names[1], progress?.['probe.z'])]
      : [
          compared(names[0], linear.h, linear.untrainedH, linear.chance),
          compared(names[1], linear.z, linear.untrainedZ, linear.chance),
        ]),
    ...(knn === null
      ? latest(names[2], progress?.['knn.h'])
      : [compared(names[2], knn.h, knn.untrainedH, knn.chance)]),
    ...(best === null
      ? []
      : [
          [
            l10n.t('Best checkpoint'),
            l10n.t('step {0}, probe on h {1}', formatCount(best.step), formatShare(best.value)),
          ] as const,
        ]),
  ];
}
