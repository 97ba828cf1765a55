import type { QueueEntry } from '../../engine/runs/runQueue';

/** Place of each run in its device's queue, by the name of its folder; 1 is next. */
export function queuePositions(entries: readonly QueueEntry[]): Map<string, number> {
  const lengths = new Map<string, number>();
  const positions = new Map<string, number>();
  for (const { id, lane } of entries) {
    const position = (lengths.get(lane) ?? 0) + 1;
    lengths.set(lane, position);
    positions.set(id, position);
  }
  return positions;
}

/**
 * The queue with one run moved by so many places among those of its device; negative is earlier. Runs that wait for
 * other devices stay where they are.
 */
export function moveInLane(
  entries: readonly QueueEntry[],
  id: string,
  places: number,
): readonly QueueEntry[] {
  const moved = entries.find((entry) => entry.id === id);
  if (moved === undefined) return entries;
  const lane = entries.filter((entry) => entry.lane === moved.lane);
  const from = lane.indexOf(moved);
  const to = Math.min(lane.length - 1, Math.max(0, from + places));
  lane.splice(to, 0, ...lane.splice(from, 1));
  return entries.map((entry) => (entry.lane === moved.lane ? (lane.shift() ?? entry) : entry));
}
