import type { RunPlan } from '../runs/runRecord';
import type { MetricsLine } from '../runs/metricsLine';
import { formatCount, formatClock, formatLoss, formatShare } from '../format/formatNumbers';
import type { Style } from './style';
import { textWidth } from './textWidth';

/** What the live line tells. */
export interface TrainProgress {
  /** The latest value of every metric. */
  readonly latest: MetricsLine;
  readonly plan: RunPlan;
  readonly epochs: number;
  /** Seconds to the end, or null while nobody can say. */
  readonly secondsLeft: number | null;
  /** Whether a probe is to be expected. */
  readonly labelled: boolean;
}

/** A part of the line: its text in forms that grow shorter, the last of them empty where it can be done without. */
type Segment = readonly [string, ...string[]];

const gap = '  ';

/**
 * One line of progress that fits into `columns`: epoch, step, loss, contrastive accuracy, probe, speed, time left.
 * Where there is no room for all of it words are shortened and then left out.
 */
export function progressText(progress: TrainProgress, columns: number, style: Style): string {
  const { latest, plan, epochs, secondsLeft, labelled } = progress;
  const epoch = Math.min(epochs, Math.floor(latest.epoch) + 1);
  const labelledBy = (label: string, value: string) => `${style.dim(label)} ${value}`;
  const speed = latest.viewsPerSecond === undefined ? '' : formatCount(latest.viewsPerSecond);
  const left = secondsLeft === null ? '' : formatClock(secondsLeft);
  const probe = labelled ? formatShare(latest['probe.h']) : '';

  const segments: Record<'epoch' | 'step' | 'loss' | 'accuracy' | 'probe' | 'speed' | 'left', Segment> = {
    epoch: [labelledBy('epoch', `${epoch}/${epochs}`), `${epoch}/${epochs}`],
    step: [
      labelledBy('step', `${formatCount(latest.step)}/${formatCount(plan.totalSteps)}`),
      labelledBy('step', formatCount(latest.step)),
      '',
    ],
    loss: [labelledBy('loss', formatLoss(latest.loss))],
    accuracy: [
      labelledBy('contrastive', formatShare(latest.contrastiveAccuracy)),
      labelledBy('acc', formatShare(latest.contrastiveAccuracy)),
      '',
    ],
    probe: probe === '' ? [''] : [labelledBy('probe', probe), ''],
    speed: speed === '' ? [''] : [`${speed} ${style.dim('views/s')}`, ''],
    left: left === '' ? [''] : [`${left} ${style.dim('left')}`, left, ''],
  };
  const shorten = [
    'accuracy',
    'left',
    'step',
    'step',
    'accuracy',
    'speed',
    'epoch',
    'probe',
    'left',
  ] as const;

  const join = () =>
    Object.values(segments)
      .map(([text]) => text)
      .filter((text) => text !== '')
      .join(gap);
  for (const name of shorten) {
    if (textWidth(join()) <= columns) break;
    const [, next, ...rest] = segments[name];
    if (next !== undefined) segments[name] = [next, ...rest];
  }
  const text = join();
  return textWidth(text) <= columns ? text : '';
}

/** The same behind a bar, where there is room for one. */
export function progressWithBar(progress: TrainProgress, columns: number, style: Style): string {
  const text = progressText(progress, columns, style);
  const width = Math.min(24, columns - textWidth(text) - gap.length);
  if (width < 8) return text;
  const share = Math.min(1, Math.max(0, progress.latest.step / progress.plan.totalSteps));
  const done = Math.round(width * share);
  return `${style.accent('━'.repeat(done))}${style.dim('─'.repeat(width - done))}${gap}${text}`;
}
