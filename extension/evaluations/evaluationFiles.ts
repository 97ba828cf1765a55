import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { EventEmitter } from 'vscode';
import { parseEvaluation } from '../../engine/runs/evaluations';
import { runPaths } from '../../engine/runs/runPaths';
import { DisposableStore } from '../dispose';
import { fileStamp } from '../runs/fileStamp';
import { evaluationLine, type EvaluationLine } from './evaluationLine';

/** Milliseconds from one look at the folders that are shown to the next. Not all file systems tell of changes. */
const lookEvery = 1500;

/** Lists the evaluations of runs, and looks whether others have come, from a terminal for one. */
export class EvaluationFiles extends DisposableStore {
  private readonly changes = this.add(new EventEmitter<string>());
  /** Told the run folder whose evaluations have changed since they were listed. */
  readonly onDidChange = this.changes.event;
  private readonly lines = new Map<
    string,
    { readonly stamp: string; readonly line: EvaluationLine | null }
  >();
  /** The state of each folder when it was listed, by the run's folder. */
  private readonly listed = new Map<string, string>();
  private timer: NodeJS.Timeout | undefined;
  private watching = false;

  constructor() {
    super();
    this.add({ dispose: () => clearTimeout(this.timer) });
  }

  /** The evaluations of the run in `folder`, the newest first; files that are none are passed over. */
  async of(folder: string): Promise<readonly EvaluationLine[]> {
    const { evaluations } = runPaths(resolve(folder));
    // Before it is listed: what comes in between is found the next time.
    const before = this.listed.get(folder);
    const now = await fileStamp(evaluations);
    this.listed.set(folder, now);
    // Others that have listed them would not be told by the next look any more.
    if (before !== undefined && before !== now && !this.isDisposed) this.changes.fire(folder);
    const names = await readdir(evaluations).catch(() => []);
    const lines: EvaluationLine[] = [];
    for (const name of names.filter((file) => file.endsWith('.json'))) {
      const line = await this.line(join(evaluations, name));
      if (line !== null) lines.push(line);
    }
    return lines.sort((a, b) => b.createdAt.localeCompare(a.createdAt));
  }

  /** Looks again and again at what was listed, or no more: while nobody sees the lines. */
  watch(on: boolean): void {
    if (on === this.watching || this.isDisposed) return;
    this.watching = on;
    if (on) void this.look();
    else clearTimeout(this.timer);
  }

  /** Looks at once. */
  async look(): Promise<void> {
    clearTimeout(this.timer);
    for (const [folder, before] of [...this.listed]) {
      const now = await fileStamp(runPaths(resolve(folder)).evaluations);
      if (now === before || this.isDisposed) continue;
      this.listed.set(folder, now);
      this.changes.fire(folder);
    }
    // Another look may have begun meanwhile.
    clearTimeout(this.timer);
    if (this.watching && !this.isDisposed) this.timer = setTimeout(() => void this.look(), lookEvery);
  }

  private async line(path: string): Promise<EvaluationLine | null> {
    // A line says "12:04" today and "24 Nov 12:04" tomorrow.
    const stamp = `${await fileStamp(path)} ${new Date().toDateString()}`;
    const known = this.lines.get(path);
    if (known?.stamp === stamp) return known.line;
    const text = await readFile(path, 'utf8').catch(() => '');
    // Large ones take a few milliseconds to parse; the editor has its turn between two of them.
    await setImmediate();
    const record = parseEvaluation(text);
    const line = record && evaluationLine(path, record, new Date());
    this.lines.set(path, { stamp, line });
    return line;
  }
}
