import type { RunView } from '../../extension/runPanel/messages';
import type { ChartContext } from '../charts/chartBoard';
import type { ChartSpec, Reference } from '../charts/chartSpec';
import { isLive } from './headText';

const dotted: readonly number[] = [2, 3];
const dashed: readonly number[] = [6, 4];

/** Metrics that exist only where images have labels. */
const labelled: readonly string[] = ['probe.h', 'probe.z', 'knn.h'];
/** Metrics that are measured at evaluations only. */
const evaluated: readonly string[] = [...labelled, 'alignment', 'uniformity', 'rank.h', 'rank.z'];

/** What the charts are to know of a run. */
export function chartContext(view: RunView): ChartContext {
  return {
    title: view.title,
    live: isLive(view),
    ends: { step: view.totalSteps, epoch: view.epochs, time: null },
    referencesOf: (spec, atStart) => references(spec, view, atStart),
    emptyReasonOf: (spec) => emptyReason(spec, view),
  };
}

/** The lines that a chart's curves are compared with. */
function references(
  spec: ChartSpec,
  view: RunView,
  atStart: (key: string) => number | null,
): readonly Reference[] {
  if (spec.id === 'loss') {
    const { chance } = view.loss;
    return chance === null ? [] : [{ label: 'chance', value: chance, dash: dotted }];
  }
  if (spec.id !== 'probe') return [];
  const list: Reference[] = [];
  if (view.chance !== null) list.push({ label: 'chance', value: view.chance, dash: dotted });
  const untrained = atStart('knn.h');
  if (untrained !== null) list.push({ label: 'untrained', value: untrained, dash: dashed });
  return list;
}

/** Why a chart has no points. */
export function emptyReason(spec: ChartSpec, view: RunView): string {
  const keys = spec.series.map(({ key }) => key);
  if (view.dataset?.classes === null && keys.every((key) => labelled.includes(key))) {
    return 'The images have no labels: linear probe and kNN are left out.';
  }
  if (view.state === 'queued') return 'No points yet: the run waits for its turn.';
  if (!isLive(view)) return 'No points: the run ended before there were any.';
  if (view.state === 'preparing' || view.step === 0) {
    return 'No points yet: the first step comes after the preparation.';
  }
  return keys.every((key) => evaluated.includes(key))
    ? 'No points yet: they come with the next evaluation.'
    : 'No points yet.';
}
