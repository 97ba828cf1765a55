import type { Marker } from './chartSpec';

/** A marker around a point as the data of an SVG path; `radius` in pixels. */
export function markerPath(marker: Marker, x: number, y: number, radius: number): string {
  const text = (...parts: readonly (string | number)[]): string =>
    parts.map((part) => (typeof part === 'number' ? Number(part.toFixed(1)) : part)).join(' ');
  const r = radius;
  switch (marker) {
    case 'circle':
      return text('M', x - r, y, 'a', r, r, 0, 1, 0, 2 * r, 0, 'a', r, r, 0, 1, 0, -2 * r, 0, 'z');
    case 'rectRot':
      return text(
        'M',
        x - 1.25 * r,
        y,
        'l',
        1.25 * r,
        -1.25 * r,
        1.25 * r,
        1.25 * r,
        -1.25 * r,
        1.25 * r,
        'z',
      );
    case 'triangle':
      return text('M', x, y - 1.25 * r, 'l', 1.2 * r, 2.1 * r, -2.4 * r, 0, 'z');
  }
}
