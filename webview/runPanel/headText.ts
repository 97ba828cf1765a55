import { formatDuration, formatEstimate } from '../../extension/format/formatDuration';
import { formatCount, formatProgress, formatRate } from '../../extension/format/formatNumbers';
import type { RunView } from '../../extension/runPanel/messages';

/** Whether the engine is at work on steps, or could be at once. */
export function isLive({ state }: Pick<RunView, 'state'>): boolean {
  return state === 'preparing' || state === 'running' || state === 'paused';
}

/** How far the run has come, for the bar: 0 to 1, null while nobody knows. */
export function shareDone(view: RunView): number | null {
  if (view.state === 'preparing') {
    const { phase } = view;
    return phase === null || phase.total === 0 ? null : phase.done / phase.total;
  }
  if (view.totalSteps === null || view.totalSteps === 0) return 0;
  return Math.min(1, view.step / view.totalSteps);
}

/** What stands before the bar: "epoch 12/40", or what is being prepared. */
export function progressText(view: RunView): string {
  if (view.state === 'preparing') return phaseText(view) || 'Preparing images and model';
  // The epoch that is being trained, counted from 1, as people do.
  const epoch = Math.min(view.epochs, Math.floor(view.epoch + 1e-9) + (view.state === 'finished' ? 0 : 1));
  return `epoch ${formatCount(view.step === 0 ? 0 : epoch)}/${formatCount(view.epochs)}`;
}

/** "31 %" behind the bar. */
export function percentText(view: RunView): string {
  const share = shareDone(view);
  return share === null ? '' : formatProgress(share);
}

/** "Decoding 12,000 of 60,000"; empty while only steps are taken. */
export function phaseText({ phase }: Pick<RunView, 'phase'>): string {
  if (phase === null) return '';
  const done = formatCount(phase.done);
  const amount = phase.total === 0 ? done : `${done} of ${formatCount(phase.total)}`;
  switch (phase.phase) {
    case 'listing':
      return `Listing images: ${amount}`;
    case 'decoding':
      return `Decoding ${amount}`;
    case 'generating':
      return `Generating ${amount}`;
    case 'compiling':
      return `Compiling for the GPU: ${amount}`;
    case 'evaluating':
      return phase.total === 0 ? 'Evaluating' : `Evaluating ${amount}`;
  }
}

/** A fact in the head; the explanation shows when the pointer rests on it. */
export interface Fact {
  readonly name: string;
  readonly text: string;
  readonly explanation: string;
}

/** Speed, time and device, as far as they are known. */
export function facts(view: RunView): Fact[] {
  const list: Fact[] = [];
  const add = (name: string, text: string, explanation: string) => list.push({ name, text, explanation });
  if (view.viewsPerSecond !== null) {
    add('speed', formatRate(view.viewsPerSecond), 'Views a second, two an image');
  }
  if (view.secondsLeft !== null) {
    add('left', `${formatEstimate(view.secondsLeft)} left`, 'Estimated from the last steps');
  } else if (view.step > 0) {
    const steps = `${formatCount(view.step)} ${view.step === 1 ? 'step' : 'steps'}`;
    add('spent', `${steps} in ${formatDuration(view.seconds)}`, 'Time of training, without pauses');
  }
  if (view.device !== null) {
    const { backend, threads, detail } = view.device;
    const count = threads === 0 ? '' : ` · ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
    add('device', `${backend}${count}`, detail);
  }
  add('seed', `seed ${view.seed}`, 'Seed of everything random in the run');
  return list;
}
