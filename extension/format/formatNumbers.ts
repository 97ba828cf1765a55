import { formatCount } from '../../engine/format/formatNumbers';

export { formatBytes, formatCount, formatShare } from '../../engine/format/formatNumbers';

/** How far something has come, 0 to 1: 0.312 → "31 %". Less than all of it is never "100 %". */
export function formatProgress(share: number): string {
  const whole = Math.floor(Math.min(1, Math.max(0, share)) * 100 + 1e-9);
  return `${whole} %`;
}

/** 4.8712 → "4.87"; very small or large ones in powers of ten; nothing measured → "–". */
export function formatLoss(loss: number | null | undefined): string {
  if (loss === null || loss === undefined) return '–';
  const size = Math.abs(loss);
  return loss !== 0 && (size < 0.005 || size >= 1e5) ? loss.toExponential(2) : loss.toFixed(2);
}

/** 1239.6 → "1,240 views/s", 0.84 → "0.8 views/s"; nothing measured → "–". */
export function formatRate(viewsPerSecond: number | null | undefined): string {
  if (viewsPerSecond === null || viewsPerSecond === undefined) return '–';
  return `${viewsPerSecond < 9.95 ? viewsPerSecond.toFixed(1) : formatCount(viewsPerSecond)} views/s`;
}
