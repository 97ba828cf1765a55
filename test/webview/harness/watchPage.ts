/** Timers that are longer than this are not waited for: they are for what happens now and then. */
const longest = 300;

/** Whether a page has still something to do of its own accord. */
export interface PageWatch {
  /** Resolves once nothing has been due for two frames, or after 16 frames: some pages never rest. */
  settled(): Promise<void>;
}

/** Counts what a page asks to be called for: its next frame, and soon. Begins before the page's own script is loaded. */
export function watchPage(): PageWatch {
  const waiting = new Set<string>();
  const { requestAnimationFrame, cancelAnimationFrame, setTimeout, clearTimeout } = window;
  const nextFrame = requestAnimationFrame.bind(window);
  const later = setTimeout.bind(window);

  window.requestAnimationFrame = (callback) => {
    const id = nextFrame((time) => {
      waiting.delete(`frame ${id}`);
      callback(time);
    });
    waiting.add(`frame ${id}`);
    return id;
  };
  window.cancelAnimationFrame = (id) => {
    waiting.delete(`frame ${id}`);
    cancelAnimationFrame.call(window, id);
  };
  const watched = (handler: TimerHandler, delay = 0, ...given: unknown[]): number => {
    if (typeof handler !== 'function' || delay > longest) return later(handler, delay, ...given);
    const id = later(() => {
      waiting.delete(`timer ${id}`);
      Reflect.apply(handler, window, given);
    }, delay);
    waiting.add(`timer ${id}`);
    return id;
  };
  Object.assign(window, {
    setTimeout: watched,
    clearTimeout: (id: number | undefined) => {
      waiting.delete(`timer ${id ?? ''}`);
      clearTimeout.call(window, id);
    },
  });

  return {
    settled: () =>
      new Promise((resolve) => {
        let [frames, quiet] = [16, 0];
        const look = () => {
          quiet = waiting.size === 0 ? quiet + 1 : 0;
          if (quiet > 2 || frames-- === 0) resolve();
          else nextFrame(look);
        };
        // Messages that are under way come first.
        later(look, 20);
      }),
  };
}
