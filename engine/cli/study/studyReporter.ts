import type { TaskNews } from '../../executors/workThrough';
import { formatDuration, formatPlural } from '../../format/formatNumbers';
import type { StudyTask } from '../../studies/studyTasks';
import { LiveLine } from '../liveLine';
import type { Terminal } from '../terminal';
import { truncate } from '../textWidth';

/** Shows how a study goes: a line for each run that ended, and one below that is rewritten. */
export class StudyReporter {
  failed = 0;
  private readonly done = new Set<string>();
  private readonly live: LiveLine;
  private readonly began = performance.now();
  /** Runs under way, and what they are at. */
  private readonly under = new Map<string, string>();

  constructor(
    private readonly terminal: Terminal,
    private readonly total: number,
  ) {
    this.live = new LiveLine(terminal);
  }

  readonly tell = (task: StudyTask, news: TaskNews): void => {
    const name = `${task.label} (seed ${task.seed + 1})`;
    switch (news.type) {
      case 'begun':
        this.under.set(task.key, name);
        break;
      case 'progress':
        this.under.set(
          task.key,
          `${name} ${news.phase === 'training' ? '' : 'evaluation '}${(100 * news.share).toFixed(0)} %`,
        );
        break;
      case 'ended':
        this.under.delete(task.key);
        if (news.outcome !== 'elsewhere' && !this.done.has(task.key)) this.note(task, name, news);
        break;
    }
    this.live.show((columns) => truncate(this.line(), columns));
  };

  print(line: string): void {
    this.live.print(line);
  }

  end(): void {
    this.live.clear();
  }

  private note(
    { key }: StudyTask,
    name: string,
    { outcome, reason }: Extract<TaskNews, { type: 'ended' }>,
  ): void {
    const { style } = this.terminal;
    if (outcome === 'stopped') return;
    this.done.add(key);
    const count = style.dim(`${this.done.size}/${this.total}`);
    if (outcome === 'failed') {
      this.failed++;
      this.live.printError(`  ${count} ${name}: ${style.bad('failed')}: ${reason ?? ''}`);
    } else {
      this.live.print(`  ${count} ${name}`);
    }
  }

  private line(): string {
    const seconds = (performance.now() - this.began) / 1000;
    const ended = this.done.size;
    const left = ended === 0 ? null : (seconds / ended) * (this.total - ended);
    const time = left === null ? '' : `, about ${formatDuration(left)} left`;
    return `${ended} of ${formatPlural(this.total, 'run')}${time} · ${[...this.under.values()].join(' · ')}`;
  }
}
