import { formatDuration } from '../../extension/format/formatDuration';
import type { Choice } from '../components/toolkit';
import { formatTick } from '../format/formatValue';
import type { XAxis } from './seriesStore';
import { linearTicks, timeTicks, wholeTicks, type Ticks } from './ticks';

/** What the x axis can show, for people. */
export const xAxes: readonly Choice<XAxis>[] = [
  { value: 'step', label: 'step' },
  { value: 'epoch', label: 'epoch' },
  { value: 'time', label: 'time' },
];

/** Ticks of an x axis from 0 to `end`, about `count`. */
export function xTicks(axis: XAxis, end: number, count: number): Ticks {
  if (axis === 'time') return timeTicks(0, end, count);
  // Less than two epochs: halves and tenths say more than a single 1.
  return axis === 'epoch' && end < 2 ? linearTicks(0, end, count) : wholeTicks(0, end, count);
}

/** "epoch 0" at the start, so that the axis says what it is; "5", "2 k", "3 min" after it. */
export function formatXTick(axis: XAxis, value: number, step: number): string {
  if (value === 0) return axis === 'time' ? '0 s' : `${axis} 0`;
  return axis === 'time' ? formatTimeTick(value, step) : formatTick('number', value, step);
}

function formatTimeTick(seconds: number, step: number): string {
  return step < 1 ? `${Number(seconds.toPrecision(3))} s` : formatDuration(seconds);
}

/** A place on all three axes, in words: "epoch 12.3 · step 482 · 1 min 12 s". */
export function formatPlace(place: {
  readonly step: number;
  readonly epoch: number;
  readonly time: number;
}): string {
  const epoch = place.epoch < 100 ? Number(place.epoch.toFixed(2)) : Math.round(place.epoch);
  return `epoch ${epoch} · step ${place.step.toLocaleString('en-US')} · ${formatDuration(place.time)}`;
}

/** A single x, as the cursor's label shows it: "12.3", "482", "1 min 12 s". */
export function formatX(axis: XAxis, x: number): string {
  if (axis === 'time') return formatDuration(x);
  return axis === 'step' ? x.toLocaleString('en-US') : String(Number(x.toFixed(x < 100 ? 2 : 1)));
}
