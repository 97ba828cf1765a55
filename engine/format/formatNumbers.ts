/** 12345 → "12,345". */
export function formatCount(count: number): string {
  return Math.round(count).toLocaleString('en-US');
}

/** 1, "step" → "1 step"; 12345, "step" → "12,345 steps". */
export function formatPlural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** 0.1234 → "12.3 %"; nothing measured → "–". */
export function formatShare(share: number | null | undefined): string {
  return share === null || share === undefined ? '–' : `${(share * 100).toFixed(1)} %`;
}

/** Three decimals, as losses have them; nothing measured → "–". */
export function formatLoss(loss: number | null | undefined): string {
  return loss === null || loss === undefined ? '–' : loss.toFixed(3);
}

/** 78123 → "78.1 k", 23508032 → "23.5 M". */
export function formatLarge(count: number): string {
  if (count < 1000) return String(count);
  for (const [unit, size] of [
    ['k', 1e3],
    ['M', 1e6],
    ['G', 1e9],
  ] as const) {
    if (count < 999.5 * size) return `${Number((count / size).toPrecision(3))} ${unit}`;
  }
  return `${formatCount(count / 1e9)} G`;
}

/** Seconds → "12 s", "2 min 51 s", "3 h 05 min", "2 d 03 h". */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const two = (value: number) => String(value).padStart(2, '0');
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${two(whole % 60)} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h ${two(minutes % 60)} min`;
  return `${Math.floor(hours / 24)} d ${two(hours % 24)} h`;
}

/** Seconds as a clock shows them: "0:12", "2:51", "3:05:09"; days in words. */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole >= 86_400) return formatDuration(whole);
  const two = (value: number) => String(value).padStart(2, '0');
  const minutes = Math.floor(whole / 60);
  const last = two(whole % 60);
  return minutes < 60 ? `${minutes}:${last}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${last}`;
}

/** How long ago, in one unit: "just now", "5 min ago", "3 h ago", "12 d ago". */
export function formatAge(milliseconds: number): string {
  const minutes = milliseconds / 60_000;
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${Math.floor(minutes)} min ago`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ago`;
  return `${Math.floor(minutes / 1440)} d ago`;
}

/** Bytes → "12 KB", "3.4 MB", "1.2 GB", in powers of ten as disks count. */
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
