/** Runs by the place that each has among the colours; places of runs that are not compared now are kept. */
export type ColorSlots = Readonly<Record<string, number>>;

/** So many places have a colour of their own; later ones share it, and differ by dashes and markers. */
export const ownColors = 8;

/**
 * Gives every one of `runs` a place. A run keeps the one that it has for good, and a new one takes the lowest that no
 * run has. Only where that has no colour of its own, and a run that is not compared now holds one that has, it takes
 * over that one's.
 */
export function assignSlots(slots: ColorSlots, runs: readonly string[]): ColorSlots {
  const places = new Map(Object.entries(slots));
  for (const run of runs) {
    if (places.has(run)) continue;
    const taken = new Set(places.values());
    let place = 0;
    while (taken.has(place)) place++;
    if (place >= ownColors) {
      const idle = [...places].filter(([other, held]) => held < ownColors && !runs.includes(other));
      const [leaver] = idle.sort(([, a], [, b]) => a - b);
      if (leaver !== undefined) {
        place = leaver[1];
        places.delete(leaver[0]);
      }
    }
    places.set(run, place);
  }
  return Object.fromEntries(places);
}
