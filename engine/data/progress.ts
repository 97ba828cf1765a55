/** How far the opening of a data set has come. */
export interface OpenProgress {
  readonly phase: 'listing' | 'decoding' | 'generating';
  /** Images dealt with. */
  readonly done: number;
  /** Images in all, 0 while unknown. */
  readonly total: number;
}

/** What an operation that may take long is given by its caller. */
export interface OpenHooks {
  readonly onProgress?: (progress: OpenProgress) => void;
  /** Stops the operation: it rejects with the signal's reason and leaves nothing behind. */
  readonly signal?: AbortSignal;
}

/** Passes progress on, at most twenty times a second and at the end of a phase. */
export function throttled(hooks: OpenHooks): (progress: OpenProgress) => void {
  let last = 0;
  return (progress) => {
    const now = performance.now();
    if (now - last < 50 && progress.done !== progress.total) return;
    last = now;
    hooks.onProgress?.(progress);
  };
}
