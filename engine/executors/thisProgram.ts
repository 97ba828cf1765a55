/** How this program is started again, up to what it is asked to do. */
export interface Program {
  /** Absolute path of Node. */
  readonly file: string;
  readonly args: readonly string[];
}

/** The very program, and the very Node, that this process runs. */
export function thisProgram(): Program {
  return { file: process.execPath, args: [...process.execArgv, process.argv[1] ?? ''] };
}
