import { l10n } from 'vscode';
import { formatEstimate } from '../format/formatDuration';
import { formatLoss, formatProgress, formatRate } from '../format/formatNumbers';
import { isLive } from '../runs/runStates';
import { secondsLeft } from '../runs/secondsLeft';
import type { ShownRun } from '../runs/shownRun';
import { describeRun } from '../views/describeRun';
import { latestLoss, shareDone } from '../views/runNumbers';

/** Runs that the tooltip names; the others it counts. */
const mostRows = 10;

/** What the status bar shows of the runs. */
export interface StatusText {
  /** The run that a click opens. */
  readonly folder: string;
  /** With codicons. */
  readonly text: string;
  /** The same for a screen reader. */
  readonly spoken: string;
  readonly rows: readonly { readonly title: string; readonly detail: string }[];
  /** Runs beyond those of `rows`. */
  readonly more: number;
}

/** What the status bar shows; null where nothing is under way. `runs`, newest first, are those of the store. */
export function statusText(runs: readonly ShownRun[]): StatusText | null {
  const order = ['running', 'preparing', 'paused'];
  const live = runs
    .filter(({ run }) => isLive(run.state))
    .sort((a, b) => order.indexOf(a.run.state) - order.indexOf(b.run.state));
  const [first] = live;
  if (first === undefined) return null;
  const queued = runs
    .filter(({ run }) => run.state === 'queued')
    .sort((a, b) => (a.queuePosition ?? Infinity) - (b.queuePosition ?? Infinity));
  const all = [...live, ...queued];
  const icon = first.run.state === 'paused' ? '$(debug-pause)' : '$(sync~spin)';
  const line = summary(first);
  const others = live.length > 1 ? ` +${live.length - 1}` : '';
  return {
    folder: first.run.paths.folder,
    text: `${icon} ${withoutIcons(line)}${others}`,
    spoken: l10n.t('SimCLR: {0}', line),
    rows: all.slice(0, mostRows).map((shown) => ({ title: shown.title, detail: detail(shown) })),
    more: Math.max(0, all.length - mostRows),
  };
}

/** "quick-shapes 31 % · 4.87 · 2 min" */
function summary(shown: ShownRun): string {
  const { title, run, phase } = shown;
  if (run.state === 'preparing') return `${title} · ${describeRun(shown).description}`;
  const left = secondsLeft(shown);
  return [
    `${title} ${formatProgress(shareDone(shown))}`,
    ...(run.record.progress?.loss === undefined ? [] : [formatLoss(latestLoss(shown))]),
    ...(run.state === 'paused' ? [l10n.t('paused')] : []),
    ...(phase?.phase === 'evaluating' ? [l10n.t('evaluating')] : []),
    ...(left === null ? [] : [formatEstimate(left)]),
  ].join(' · ');
}

function detail(shown: ShownRun): string {
  const { run } = shown;
  const { progress } = run.record;
  const left = secondsLeft(shown);
  return [
    describeRun(shown).description,
    ...(isLive(run.state) && progress?.loss !== undefined
      ? [l10n.t('loss {0}', formatLoss(progress.loss))]
      : []),
    ...(run.state === 'running' && progress?.viewsPerSecond !== undefined
      ? [formatRate(progress.viewsPerSecond)]
      : []),
    ...(left === null ? [] : [l10n.t('{0} left', formatEstimate(left))]),
  ].join(' · ');
}

/** A name from a file must not be taken for a codicon. */
function withoutIcons(text: string): string {
  return text.replace(/\$\(/g, '\\$(');
}
