import { constants, setPriority } from 'node:os';

/** Lets the editor and whatever else a person is busy with go first; threads that are made later do the same. */
export function giveWay(): void {
  try {
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Not allowed in some containers, and nothing depends on it.
  }
}
