import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import * as z from 'zod';
import type { StudyTask } from '../studies/studyTasks';
import type { ExecutorOptions } from './executor';
import type { Program } from './thisProgram';

/** A line of a worker: news of the task with this key. */
const lineSchema = z.object({
  key: z.string(),
  news: z.discriminatedUnion('type', [
    z.object({ type: z.literal('begun') }),
    z.object({ type: z.literal('progress'), share: z.number(), phase: z.enum(['training', 'evaluating']) }),
    z.object({
      type: z.literal('ended'),
      outcome: z.enum(['done', 'stopped', 'elsewhere', 'failed']),
      reason: z.string().nullable(),
    }),
  ]),
});

/** A process of `simclr study work`: it is told a task's key by a line, and tells news of it by lines of JSON. */
export class WorkerProcess {
  /** Resolves when the process has ended as it should. */
  readonly ended: Promise<void>;
  private readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  private current: { readonly task: StudyTask; readonly done: () => void } | null = null;
  private complaint = '';

  /** @param program with all that it is asked to do. */
  constructor(
    { file, args }: Program,
    private readonly onNews: ExecutorOptions['onNews'],
  ) {
    this.child = spawn(file, [...args], { stdio: ['pipe', 'pipe', 'pipe'] });
    this.child.stderr.on('data', (chunk: Buffer) => {
      this.complaint = (this.complaint + chunk.toString()).slice(-2000);
    });
    // It may have ended when it is told something; that it has is found out by its exit.
    this.child.stdin.on('error', () => undefined);
    createInterface({ input: this.child.stdout }).on('line', (line) => this.hear(line));
    this.ended = this.end();
    // Whoever is interested waits for it.
    this.ended.catch(() => undefined);
  }

  /**
   * Has a task done.
   * @throws Error when the process ends before the task.
   */
  async do(task: StudyTask): Promise<void> {
    const done = new Promise<void>((resolve) => {
      this.current = { task, done: resolve };
    });
    this.child.stdin.write(`${task.key}\n`);
    const early = this.ended.then(() => {
      throw new Error('a worker of the study ended before its run');
    });
    await Promise.race([done, early]);
  }

  /** No task will come: it ends after a checkpoint of the one that it is at. */
  dismiss(): void {
    this.child.stdin.end();
  }

  private async end(): Promise<void> {
    const [code] = (await once(this.child, 'close')) as [number | null];
    if (code !== 0)
      throw new Error(`a worker of the study ended with code ${code}: ${this.complaint.trim()}`);
  }

  private hear(line: string): void {
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      return;
    }
    const parsed = lineSchema.safeParse(value);
    const { current } = this;
    if (!parsed.success || parsed.data.key !== current?.task.key) return;
    const { news } = parsed.data;
    this.onNews(current.task, news);
    if (news.type !== 'ended') return;
    this.current = null;
    current.done();
  }
}
