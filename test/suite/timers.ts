/** Timers that the extension has set and that are still to come, with where they were set. */
const pending = new Map<unknown, string>();

/** Begins to watch the timers of this process; call it before the extension is activated. */
export function watchTimers(): void {
  const { setTimeout, setInterval, clearTimeout, clearInterval } = globalThis;
  const note = (timer: unknown) => {
    const stack = new Error().stack ?? '';
    const caller = stack.split('\n').find((line) => line.includes('dist/extension/'));
    if (caller !== undefined) pending.set(timer, caller.trim());
  };
  Object.assign(globalThis, {
    setTimeout: Object.assign((action: (...args: unknown[]) => void, ...rest: unknown[]) => {
      const timer: NodeJS.Timeout = Reflect.apply(setTimeout, globalThis, [
        (...args: unknown[]) => {
          pending.delete(timer);
          action(...args);
        },
        ...rest,
      ]) as NodeJS.Timeout;
      note(timer);
      return timer;
    }, setTimeout),
    setInterval: (...args: Parameters<typeof setInterval>) => {
      const timer = setInterval(...args);
      note(timer);
      return timer;
    },
    clearTimeout: (timer: Parameters<typeof clearTimeout>[0]) => {
      pending.delete(timer);
      clearTimeout(timer);
    },
    clearInterval: (timer: Parameters<typeof clearInterval>[0]) => {
      pending.delete(timer);
      clearInterval(timer);
    },
  });
}

/** Where the timers that the extension still waits for were set. */
export const pendingTimers = (): readonly string[] => [...pending.values()];
