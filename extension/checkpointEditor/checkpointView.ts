import { basename } from 'node:path';
import { l10n } from 'vscode';
import { describeLoss, describeLossSettings } from '../../engine/config/describeLoss';
import { describeOrigin } from '../../engine/format/describeOrigin';
import { checkpointOrigin, latestCheckpoint, listCheckpoints } from '../../engine/runs/checkpoints';
import { formatDuration } from '../format/formatDuration';
import { formatBytes, formatCount, formatShare } from '../format/formatNumbers';
import { isLive } from '../runs/runStates';
import { runTitle } from '../runs/runTitle';
import type { ShownRun } from '../runs/shownRun';
import type { CheckpointAction, CheckpointView, RunPlace } from './messages';
import type { RunOfCheckpoint } from './runOfCheckpoint';
import type { FromWorker } from './workerMessages';

type Opened = Extract<FromWorker, { type: 'opened' }>;
type Fact = readonly [name: string, value: string];

/** What is known around a file. */
export interface CheckpointPlace {
  /** Of the file; absolute. */
  readonly path: string;
  readonly run: RunOfCheckpoint | null;
  /** The run as the window knows it; undefined where it is not among its runs. */
  readonly shown: ShownRun | undefined;
  readonly trusted: boolean;
}

/** What the page of a file shows. */
export function checkpointView(opened: Opened, place: CheckpointPlace): CheckpointView {
  const { path, run } = place;
  const { bytes, tensors, tensorCount, metadata } = opened;
  const origin = checkpointOrigin(metadata);
  const ours = ['simclr.format', 'simclr.state', 'simclr.config'];
  return {
    ...{ path, name: basename(path), bytes, tensors, tensorCount },
    summary: summary(opened, origin),
    origin: origin === null ? [] : [...stateFacts(origin), ...runFacts(run)],
    configText: origin === null ? null : JSON.stringify(origin.config, null, 2),
    metadata: Object.entries(metadata).filter(([name]) => origin === null || !ours.includes(name)),
    run: run === null ? null : runPlace(run, place),
  };
}

type Origin = NonNullable<ReturnType<typeof checkpointOrigin>>;

function summary({ tensors, tensorCount, bytes }: Opened, origin: Origin | null): string {
  const count = tensors.reduce((sum, tensor) => sum + tensor.count, 0);
  const types = [...new Set(tensors.map(({ type }) => type))].join(', ');
  const contents =
    tensorCount === 0
      ? l10n.t('No tensors, {0}', formatBytes(bytes))
      : l10n.t(
          tensorCount === 1 ? '1 tensor, {1} numbers ({2}), {3}' : '{0} tensors, {1} numbers ({2}), {3}',
          formatCount(tensorCount),
          formatCount(count),
          types,
          formatBytes(bytes),
        );
  if (origin === null) return `${contents}.`;
  const { step, totalSteps } = origin.meta;
  const made = l10n.t('Checkpoint of SimCLR at step {0} of {1}', formatCount(step), formatCount(totalSteps));
  return `${made}: ${contents}.`;
}

function stateFacts({ meta, config }: Origin): Fact[] {
  const { encoder, head, data, loss, optimizer } = config;
  return [
    [l10n.t('Training'), l10n.t('{0}, seed {1}', formatDuration(meta.time), meta.seed)],
    [l10n.t('Epoch'), l10n.t('{0} of {1}', meta.epoch, config.epochs)],
    ...(meta.best === null
      ? []
      : [
          [
            l10n.t('Best so far'),
            l10n.t('h {0} at step {1}', formatShare(meta.best.value), formatCount(meta.best.step)),
          ] as const,
        ]),
    [l10n.t('Encoder'), `${encoder.architecture.replace('resnet', 'ResNet-')}, ${head.type}`],
    [
      l10n.t('Recipe'),
      l10n.t(
        'batch {0}, {1}, {2}',
        formatCount(config.batchSize),
        optimizer.type.toUpperCase(),
        describeLossSettings(loss),
      ),
    ],
    [l10n.t('Data'), data.source],
  ];
}

/** What the run's record adds to what is in the file. */
function runFacts(place: RunOfCheckpoint | null): Fact[] {
  if (place === null) return [];
  const { record } = place.run;
  const { dataset, device, versions, host } = record;
  return [
    ...describeOrigin(record).map(([name, value]): Fact => [
      `${name.charAt(0).toUpperCase()}${name.slice(1)}`,
      value,
    ]),
    ...(dataset === null
      ? []
      : [
          [
            l10n.t('Data set'),
            l10n.t(
              '{0}, {1} + {2} images, views of {3} px',
              dataset.name,
              formatCount(dataset.trainCount),
              formatCount(dataset.testCount),
              dataset.imageSize,
            ),
          ] as const,
        ]),
    ...(device === null ? [] : [[l10n.t('Device'), `${device.backend}: ${device.detail}`] as const]),
    [
      l10n.t('Versions'),
      Object.entries(versions)
        .map(([name, version]) => `${name} ${version}`)
        .join(', '),
    ],
    [l10n.t('Host'), host],
  ];
}

function runPlace({ run, step }: RunOfCheckpoint, { shown, trusted }: CheckpointPlace): RunPlace {
  const files = listCheckpoints(run.paths.checkpoints).reverse();
  return {
    title: runTitle(run.record),
    step,
    loss: describeLoss(run.record.config),
    refusals: refusals(run, step, shown, trusted),
    others: files.filter((file) => file.step !== step),
  };
}

function refusals(
  run: RunOfCheckpoint['run'],
  step: number,
  shown: ShownRun | undefined,
  trusted: boolean,
): RunPlace['refusals'] {
  if (shown === undefined) {
    const reason = l10n.t(
      'The run is not in this window’s folder of runs: open the workspace that it is in, or name that folder in the setting simclr.runsFolder.',
    );
    return Object.fromEntries(
      (['resume', 'evaluate', 'embeddings', 'export', 'openRun'] satisfies CheckpointAction[]).map(
        (action) => [action, reason],
      ),
    );
  }
  if (!trusted) {
    const untrusted = l10n.t(
      'This needs a trusted workspace: trust it by the command “Workspaces: Manage Workspace Trust”.',
    );
    return { resume: untrusted, evaluate: untrusted, export: untrusted };
  }
  const resume = resumeRefusal(run, step, shown);
  return resume === null ? {} : { resume };
}

/** Why training cannot go on from a checkpoint; null where it can, with the run itself or with a branch of it. */
function resumeRefusal({ paths }: RunOfCheckpoint['run'], step: number, { run }: ShownRun): string | null {
  const { state, record } = run;
  if (record.plan !== null && step >= record.plan.totalSteps) {
    return l10n.t(
      'It is of the run’s last step: no step is left to take. To train longer, start a run with more epochs.',
    );
  }
  if (latestStep(paths.checkpoints) !== step) return null;
  if (state === 'queued') return l10n.t('The run waits in the queue: it goes on from here by itself.');
  return isLive(state) && state !== 'paused'
    ? l10n.t('The run is {0}: it goes on from here by itself.', state)
    : null;
}

function latestStep(folder: string): number | null {
  try {
    return latestCheckpoint(folder)?.step ?? null;
  } catch {
    return null;
  }
}
