import type { LogOutputChannel } from 'vscode';
import type { EngineExit, EngineFork } from './forkEngine';
import type { NodeFinder } from './nodeFinder';

/** Starts engines of runs, and remembers how those of this window ended. */
export class RunEngines {
  private readonly ends = new Map<string, Promise<EngineExit>>();
  private advised = false;

  constructor(
    private readonly fork: EngineFork,
    private readonly finder: NodeFinder,
    private readonly log: Pick<LogOutputChannel, 'info'>,
  ) {}

  /**
   * Makes sure that there is a Node.js to run engines.
   * @throws Error with a sentence for the user.
   */
  async check(): Promise<void> {
    await this.finder.find();
  }

  /**
   * Starts the engine of the run in `folder`.
   * @returns how it ends; never rejects.
   * @throws Error with a sentence for the user where it cannot even be tried.
   */
  async start(folder: string): Promise<{ readonly ended: Promise<EngineExit> }> {
    const node = await this.finder.find();
    if (node.advice !== null && !this.advised) this.log.info(node.advice);
    this.advised = true;
    const { pid, ended } = await this.fork.run(node, folder);
    this.log.info(`${folder}: engine started, process ${pid ?? '–'}, ${node.path} (Node.js ${node.version})`);
    this.ends.set(folder, ended);
    return { ended };
  }

  /** The end of the engine that this window last started for a run; null where it started none. */
  endOf(folder: string): Promise<EngineExit> | null {
    return this.ends.get(folder) ?? null;
  }
}
