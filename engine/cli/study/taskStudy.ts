import { Command } from 'commander';
import { hostname } from 'node:os';
import type { ArrayTaskOutcome } from '../../executors/slurm/arrayTask';
import { timeSignal } from '../../executors/slurm/jobScript';
import type { TaskNews } from '../../executors/workThrough';
import { formatPlural } from '../../format/formatNumbers';
import { runsFolderOf, runsFolderOption } from '../configFlags';
import { watchInterrupts } from '../interrupt';
import type { Terminal } from '../terminal';
import { wholeNumber } from '../wholeNumber';

const endings: Readonly<Record<ArrayTaskOutcome, string>> = {
  done: 'Done.',
  requeued: 'Time is up: it has a checkpoint, and goes on when Slurm starts it again.',
  cancelled: 'Cancelled: it has a checkpoint, and goes on when the study is submitted again.',
  elsewhere: 'Another process is at this run.',
  failed: 'Failed.',
};

/** `simclr study task`: one task of an array job; what it writes is the task's log. */
export function taskStudy(terminal: Terminal, exit: (code: number) => void): Command {
  return new Command('task')
    .description('Does one run of a study as a task of an array job of Slurm.')
    .argument('<manifest>', 'manifest.json of the submission')
    .argument('<index>', 'number of the task', wholeNumber('the number of a task', 0))
    .addOption(runsFolderOption())
    .action(async (manifest: string, index: number, options: { readonly runs: string }) => {
      const [{ findArrayTask, runArrayTask }, { reachableTrainRun: train }] = await Promise.all([
        import('../../executors/slurm/arrayTask'),
        import('../../serve/reachableRun'),
      ]);
      const runsFolder = runsFolderOf(options);
      const { env } = process;
      const { task, baseFolder } = findArrayTask(manifest, index, env);
      const say = (line: string) => terminal.write(`${new Date().toISOString().slice(0, 19)}Z ${line}\n`);
      const turn = Number(env['SLURM_RESTART_COUNT'] ?? 0) + 1;
      const { threads } = task.config.device;
      const cores = typeof threads === 'number' ? `, ${formatPlural(threads, 'thread')}` : '';
      say(`${task.label} (seed ${task.seed + 1}) on ${hostname()}${cores}, turn ${turn}`);
      const cancel = watchInterrupts(() => undefined);
      const timeUp = new AbortController();
      const onTime = () => timeUp.abort();
      process.on(timeSignal, onTime);
      try {
        const outcome = await runArrayTask({
          ...{ task, runsFolder, baseFolder, train, environment: env },
          ...{ timeUp: timeUp.signal, cancelled: cancel.signal, onNews: newsLog(terminal, say) },
        });
        say(endings[outcome]);
        exit(cancel.exitCode() ?? (outcome === 'failed' ? 1 : 0));
      } finally {
        process.off(timeSignal, onTime);
        cancel.end();
      }
    });
}

/** Writes news of a task by tenths of its way, and failures as every command does. */
function newsLog(terminal: Terminal, say: (line: string) => void): (news: TaskNews) => void {
  let told = '';
  return (news) => {
    if (news.type === 'ended' && news.reason !== null) terminal.writeError(`simclr: ${news.reason}\n`);
    if (news.type !== 'progress') return;
    const text = `${news.phase} ${10 * Math.floor(10 * news.share)} %`;
    if (text !== told) say(text);
    told = text;
  };
}
