import type { StudyView } from '../../extension/studyPanel/messages';
import { formatDuration, formatEstimate } from '../../extension/format/formatDuration';
import { formatCount } from '../../extension/format/formatNumbers';

/** How far a study is, what it has cost, and what is to come. */
export function progressText(
  view: Pick<StudyView, 'phase' | 'progress' | 'spent' | 'left' | 'outlook'>,
): string {
  const { done, total, failed } = view.progress;
  const ended = view.phase !== 'running' && view.left === 0;
  return [
    `${formatCount(done)} of ${formatCount(total)} ${total === 1 ? 'run' : 'runs'}`,
    ...(failed === 0 ? [] : [`${formatCount(failed)} failed`]),
    ...(view.spent === 0 ? [] : [`${formatDuration(view.spent)} of work so far`]),
    ...(ended ? [] : [leftText(view)]),
  ].join(' · ');
}

/** Why it cannot be told what the study will take; empty where it can, or was not asked. */
export function outlookProblem({ outlook }: Pick<StudyView, 'outlook'>): string {
  return outlook?.state === 'failed' ? `What it will take cannot be measured here: ${outlook.message}` : '';
}

function leftText({ phase, left, outlook }: Pick<StudyView, 'phase' | 'left' | 'outlook'>): string {
  // How many runs will go at a time is known once they do.
  if (left !== null) return `${roughly(left)} ${phase === 'running' ? 'left' : 'of work left'}`;
  switch (outlook?.state) {
    case 'measuring':
      return 'measuring steps to tell how long it will take…';
    case 'known': {
      const { seconds, parallel, device } = outlook;
      const atOnce = parallel === 1 ? '' : `, ${parallel} runs at a time,`;
      return `${roughly(seconds)}${atOnce} on ${deviceText(device)}`;
    }
    default:
      return 'what is left is known after the first run';
  }
}

function roughly(seconds: number): string {
  return `${seconds < 10 ? '' : 'about '}${formatEstimate(seconds)}`;
}

/** "cpu (wide kernels, 105 GFLOP/s a thread)" of what the program says. */
function deviceText(device: string): string {
  const [name = '', ...details] = device.replace(/ \([^)]*\)/g, '').split(', ');
  return details.length === 0 ? name : `${name} (${details.join(', ')})`;
}
