/** Exit codes as shells give them to programs that a signal ended. */
const exitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

type Signal = keyof typeof exitCodes;

/** Watches for the user's or the system's wish to end the program. */
export interface InterruptWatch {
  readonly signal: AbortSignal;
  /** The exit code that the wish asks for, or null while there is none. */
  exitCode(): number | null;
  end(): void;
}

/**
 * Aborts `signal` on the first Ctrl-C, SIGTERM (a cluster's way of saying that time is up) or closed terminal, so
 * that work can be brought to an orderly end; a second Ctrl-C ends the process at once.
 */
export function watchInterrupts(onFirst: () => void): InterruptWatch {
  const controller = new AbortController();
  let code: number | null = null;
  const listener = (signal: Signal) => {
    if (code === null) {
      code = exitCodes[signal];
      onFirst();
      controller.abort();
    } else if (signal === 'SIGINT') {
      process.exit(exitCodes.SIGINT);
    }
  };
  const signals = Object.keys(exitCodes) as Signal[];
  for (const signal of signals) process.on(signal, listener);
  return {
    signal: controller.signal,
    exitCode: () => code,
    end: () => {
      for (const signal of signals) process.off(signal, listener);
    },
  };
}
