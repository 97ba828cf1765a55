/** A label that wants a place beside its point, in pixels. */
export interface WantedLabel {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

/** Where a label stands: its left end and its baseline. */
export interface PlacedLabel {
  readonly left: number;
  readonly top: number;
}

const characterWidth = 6.2;
const lineHeight = 13;
const away = 9;

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/**
 * Finds each label a place beside its point, where it covers no point and no other label and stays within `width`;
 * null for those that have none, which the pointer brings up.
 */
export function placeLabels(wanted: readonly WantedLabel[], width: number): (PlacedLabel | null)[] {
  const taken: Box[] = wanted.map(({ x, y }) => ({ left: x - 5, right: x + 5, top: y - 5, bottom: y + 5 }));
  return wanted.map(({ x, y, text }) => {
    const length = text.length * characterWidth;
    const places: readonly PlacedLabel[] = [
      { left: x + away, top: y + 4 },
      { left: x - away - length, top: y + 4 },
      { left: x - length / 2, top: y - away },
      { left: x - length / 2, top: y + away + lineHeight - 4 },
    ];
    for (const place of places) {
      const box = {
        left: place.left,
        right: place.left + length,
        top: place.top - lineHeight + 3,
        bottom: place.top + 3,
      };
      if (box.left < 0 || box.right > width || taken.some((other) => overlap(box, other))) continue;
      taken.push(box);
      return place;
    }
    return null;
  });
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
