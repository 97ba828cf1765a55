import type { LogOutputChannel } from 'vscode';
import type { EngineExit, EngineFork, RunProcess } from './forkEngine';
import type { NodeFinder } from './nodeFinder';

/** Starts engines of runs, and remembers how those of this window ended. */
export class RunEngines {
  private readonly started = new Map<string, RunProcess>();
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
  async start(folder: string): Promise<RunProcess> {
    const node = await this.finder.find();
    if (node.advice !== null && !this.advised) this.log.info(node.advice);
    this.advised = true;
    const engine = await this.fork.run(node, folder);
    const { pid } = engine;
    this.log.info(`${folder}: engine started, process ${pid ?? '–'}, ${node.path} (Node.js ${node.version})`);
    this.started.set(folder, engine);
    return engine;
  }

  /**
   * The end of a run's engine; null where this window did not start it.
   * @param pid of the engine, or null where it is not known: then it is the one that was started last.
   */
  endOf(folder: string, pid: number | null): Promise<EngineExit> | null {
    const engine = this.started.get(folder);
    return engine !== undefined && (pid === null || engine.pid === pid) ? engine.ended : null;
  }
}
