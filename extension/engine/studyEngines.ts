import type { LogOutputChannel } from 'vscode';
import { makeFolder } from '../../engine/runs/makeFolder';
import { studiesFolder } from '../../engine/studies/studyPlan';
import type { EngineFork, RunProcess } from './forkEngine';
import type { NodeFinder } from './nodeFinder';

/** What a process is to do with a study. */
export interface StudyOrder {
  /** What stands behind "simclr" in a terminal. */
  readonly args: readonly string[];
  /** Absolute path that relative paths among them refer to. */
  readonly folder: string;
  readonly runsFolder: string;
  /** Absolute path of the file that its words are added to, among what is kept of studies. */
  readonly log: string;
}

/** Starts processes that run studies, which outlive this window, and asks about studies. */
export class StudyEngines {
  constructor(
    private readonly fork: Pick<EngineFork, 'answer' | 'commandLine'>,
    private readonly finder: Pick<NodeFinder, 'find'>,
    private readonly log: Pick<LogOutputChannel, 'info'>,
  ) {}

  /**
   * @returns how it ends; never rejects.
   * @throws Error with a sentence for the user where it cannot even be tried.
   */
  async start({ args, folder, runsFolder, log }: StudyOrder): Promise<RunProcess> {
    const node = await this.finder.find();
    makeFolder(studiesFolder(runsFolder));
    const started = await this.fork.commandLine(node, args, folder, log);
    this.log.info(
      `simclr ${args.join(' ')}: process ${started.pid ?? '–'}, ${node.path} (Node.js ${node.version})`,
    );
    return started;
  }

  /**
   * What the program answers to `args`, which stand behind "simclr" in a terminal, in `folder`. Its process ends with `signal`.
   * @throws Error with a sentence for the user.
   */
  async answer(args: readonly string[], folder: string, signal: AbortSignal): Promise<string> {
    return this.fork.answer(await this.finder.find(), args, folder, signal);
  }
}
