/** A part of a picture, in pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Where the cards of a sheet lie: what is left of the picture between rows and columns that show its ground alone, in
 * reading order. The ground is what the first pixel is.
 */
export function sheetCards({ data, width, height }: Pick<ImageData, 'data' | 'width' | 'height'>): Box[] {
  const isGround = (x: number, y: number): boolean => {
    const at = 4 * (y * width + x);
    return data[at] === data[0] && data[at + 1] === data[1] && data[at + 2] === data[2];
  };
  const columns = new Array<boolean>(width).fill(false);
  const rows = new Array<boolean>(height).fill(false);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (isGround(x, y)) continue;
      columns[x] = true;
      rows[y] = true;
    }
  }
  const across = runs(columns);
  return runs(rows).flatMap(([top, bottom]) =>
    across
      .map(([left, right]) => ({ left, top, width: right - left, height: bottom - top }))
      // The last row may be shorter. A card has a frame, so its corner tells.
      .filter(({ left }) => !isGround(left, top)),
  );
}

/** Where stretches of true begin and end. */
function runs(flags: readonly boolean[]): [number, number][] {
  const found: [number, number][] = [];
  let start = -1;
  for (let index = 0; index <= flags.length; index++) {
    const on = flags[index] ?? false;
    if (on && start < 0) start = index;
    if (!on && start >= 0) {
      found.push([start, index]);
      start = -1;
    }
  }
  return found;
}
