import { median, spread, type BenchResult } from '../benchCase';
import type { PeerAnswer } from './gpuPeer';
import type { GpuPeak } from './gpuPeak';

/** Measurements of one case on a GPU. */
export interface GpuResult extends Omit<BenchResult, 'peer'> {
  /** By time stamps; empty without. */
  readonly stamped: readonly number[];
  readonly details: readonly string[];
  /** Why it could not be measured, in words. */
  readonly error: string | null;
  readonly peers: readonly PeerResult[];
}

/** Measurements of one way in which the peer does it, in turn with ours; none where it cannot. */
export interface PeerResult {
  readonly label: string;
  readonly values: readonly number[];
  readonly notes: readonly string[];
}

const nameWidth = 44;

/** What the peer is and computes on. */
export function aboutLine({ device, torch, torchvision, cuda, cores, error }: PeerAnswer): string {
  if (error !== undefined) return `no peer: ${error}`;
  return `PyTorch ${torch}, torchvision ${torchvision}, CUDA ${cuda}, on ${device}, ${cores} cores for views`;
}

/** A case with its share of what the GPU can do, then the peer's ways of doing it, and what else there is to know. */
export function resultLines(result: GpuResult, peak: GpuPeak): string[] {
  const { name, unit, ours, stamped, details, error, peers } = result;
  const columns =
    error === null
      ? [`${spread(ours)} ${unit}`.padEnd(36), shareOf(result, peak).padEnd(13)]
      : [`failed: ${error}`];
  if (stamped.length > 0) columns.push(`by time stamps ${spread(stamped)}`);
  return [
    [name.padEnd(nameWidth), ...columns].join('  ').trimEnd(),
    ...(peers.length > 0 ? [`    PyTorch ${peers.map((peer) => peerText(peer, ours)).join('; ')}`] : []),
    ...details.map((detail) => `    ${detail}`),
  ];
}

/** "bf16 812 (799 … 820) ratio 0.31 (compiled)". */
function peerText({ label, values, notes }: PeerResult, ours: readonly number[]): string {
  const measured = values.length > 0 ? spread(values) : 'not measured';
  const ratio =
    values.length > 0 && ours.length > 0 ? ` ratio ${formatRatio(median(ours) / median(values))}` : '';
  return `${label} ${measured}${ratio}${notes.length > 0 ? ` (${notes.join(', ')})` : ''}`;
}

function formatRatio(ratio: number): string {
  return ratio < 0.1 ? ratio.toPrecision(2) : ratio.toFixed(2);
}

/** "81 % of peak", of the multiply-adds or of the bandwidth, by time stamps where there are any. */
function shareOf({ unit, ours, stamped }: GpuResult, { tflops, bandwidth }: GpuPeak): string {
  const most = unit === 'TFLOP/s' ? tflops : unit === 'GB/s' ? bandwidth : null;
  if (most === null) return '';
  return `${((100 * median(stamped.length > 0 ? stamped : ours)) / most).toFixed(0)} % of peak`;
}
