/** Which thread an instance belongs to. */

/** 0 is the caller's, workers count from 1. Globals are own to each instance. */
let thread: i32 = 0;

/** Says which thread runs this instance. */
export function setThreadIndex(index: i32): void {
  thread = index;
}

/** Index of the thread that runs this instance; picks its part of a scratch buffer. */
// @ts-ignore: decorator
@inline
export function threadIndex(): i32 {
  return thread;
}
