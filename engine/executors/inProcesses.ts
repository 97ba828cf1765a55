import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import * as z from 'zod';
import { planPath } from '../studies/studyPlan';
import type { StudyTask } from '../studies/studyTasks';
import type { Executor, ExecutorOptions } from './executor';
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

/**
 * Several runs at a time on this machine, each in a process that takes the next task which nobody has: for encoders so small
 * that one run has no use for all cores.
 * @param threads of each run on the CPU.
 */
export function inProcesses(program: Program, workers: number, threads: number): Executor {
  return async (options) => {
    const work = Array.from({ length: workers }, (_, worker) => runWorker(program, worker, threads, options));
    const failures = (await Promise.allSettled(work)).filter((result) => result.status === 'rejected');
    const [first] = failures;
    if (first !== undefined) throw first.reason;
    return 'ended';
  };
}

async function runWorker(
  { file, args }: Program,
  worker: number,
  threads: number,
  { runsFolder, plan, tasks, signal, onNews }: ExecutorOptions,
): Promise<void> {
  const order = ['study', 'work', planPath(runsFolder, plan.study.name, plan.size), '--runs', runsFolder];
  const flags = ['--threads', String(threads), '--begin', String(worker)];
  const child = spawn(file, [...args, ...order, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] });
  const stop = () => child.kill('SIGTERM');
  signal.addEventListener('abort', stop, { once: true });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(-2000);
  });
  createInterface({ input: child.stdout }).on('line', (line) => tell(line, tasks, onNews));
  const [code] = (await once(child, 'close')) as [number | null];
  signal.removeEventListener('abort', stop);
  if (code !== 0 && !signal.aborted) {
    throw new Error(`a worker of the study ended with code ${code}: ${complaint.trim()}`);
  }
}

function tell(line: string, tasks: readonly StudyTask[], onNews: ExecutorOptions['onNews']): void {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return;
  }
  const parsed = lineSchema.safeParse(value);
  if (!parsed.success) return;
  const task = tasks.find(({ key }) => key === parsed.data.key);
  if (task !== undefined) onNews(task, parsed.data.news);
}
