/** 12345 → "12,345". */
export function formatCount(count: number): string {
  return Math.round(count).toLocaleString('en-US');
}

/** 0.612 → "61.2 %"; nothing measured → "–". */
export function formatShare(share: number | null | undefined): string {
  return share === null || share === undefined ? '–' : `${(share * 100).toFixed(1)} %`;
}

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

/** 3412345 → "3.41 MB", in powers of ten as disks count. */
export function formatBytes(bytes: number): string {
  for (const [unit, size] of [
    ['B', 1],
    ['KB', 1e3],
    ['MB', 1e6],
    ['GB', 1e9],
  ] as const) {
    if (bytes < 999.5 * size) return `${Number((bytes / size).toPrecision(3))} ${unit}`;
  }
  return `${Number((bytes / 1e12).toPrecision(3))} TB`;
}
