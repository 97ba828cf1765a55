import { open, type FileHandle } from 'node:fs/promises';
import type { Disposable } from 'vscode';
import { hasCode } from '../../engine/runs/fileErrors';
import type { MetricsTable } from './metricsTable';

/** Bytes that are read and parsed at a time: more and more, as long as that takes less than so many milliseconds. */
const firstPart = 1 << 14;
const largestPart = 1 << 18;
const quick = 2;
/** So many bytes before the end are compared at each look, to tell a file that was written anew. */
const markLength = 256;

/** What the reader of a file is told. */
export interface TailListener {
  /** A part of the file was read, or the file begins anew; more may follow at once. */
  changed(): void;
  /** The table holds all that was in the file at this look, which may be nothing new. */
  caughtUp(): void;
  /** The file cannot be read; said once for each reason. */
  failed(error: unknown): void;
}

/**
 * Keeps a table in step with the `metrics.jsonl` at `path`, which may not exist yet, may be growing, and is cut back
 * when its run is resumed. Looks when nudged, and at intervals while it follows. Reads in parts, so that the extension
 * host is never held up.
 */
export class MetricsTail implements Disposable {
  private position = 0;
  /** The last bytes before `position`. */
  private mark: Buffer = Buffer.alloc(0);
  private timer: NodeJS.Timeout | null = null;
  private interval: number | null = null;
  private looking = false;
  private nudged = false;
  private disposed = false;
  private lastFailure = '';

  constructor(
    private readonly path: string,
    private readonly table: MetricsTable,
    private readonly listener: TailListener,
  ) {}

  /** Looks every so many milliseconds from now on; null: only when nudged. */
  follow(interval: number | null): void {
    this.interval = interval;
    if (!this.looking) this.schedule();
  }

  /** Looks now, or again once the look at hand is done. */
  nudge(): void {
    if (this.disposed) return;
    if (this.looking) this.nudged = true;
    else void this.look();
  }

  dispose(): void {
    this.disposed = true;
    this.follow(null);
  }

  private schedule(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = this.interval === null ? null : setTimeout(() => this.nudge(), this.interval);
  }

  private async look(): Promise<void> {
    this.looking = true;
    try {
      do {
        this.nudged = false;
        await this.readOn();
        if (!this.disposed) this.listener.caughtUp();
      } while (this.nudged && !this.disposed);
      this.lastFailure = '';
    } catch (error) {
      const failure = error instanceof Error ? error.message : String(error);
      if (failure !== this.lastFailure && !this.disposed) this.listener.failed(error);
      this.lastFailure = failure;
    } finally {
      this.looking = false;
      if (!this.disposed) this.schedule();
    }
  }

  private async readOn(): Promise<void> {
    // Opened anew each time: an open handle would keep a deleted folder from going on some systems.
    const file = await openOrNull(this.path);
    if (file === null) {
      if (this.position > 0) this.startOver();
      return;
    }
    try {
      if (!(await this.isContinued(file))) this.startOver();
      await this.readParts(file);
    } finally {
      await file.close();
    }
  }

  /** Whether what was read so far is still there. */
  private async isContinued(file: FileHandle): Promise<boolean> {
    const { length } = this.mark;
    if (length === 0) return true;
    const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, this.position - length);
    return bytesRead === length && buffer.equals(this.mark);
  }

  private async readParts(file: FileHandle): Promise<void> {
    let part = Buffer.alloc(firstPart);
    for (;;) {
      const { bytesRead } = await file.read(part, 0, part.length, this.position);
      if (bytesRead === 0 || this.disposed) return;
      const began = performance.now();
      this.table.append(part.subarray(0, bytesRead));
      this.position += bytesRead;
      this.mark = Buffer.concat([this.mark, part.subarray(Math.max(0, bytesRead - markLength), bytesRead)]);
      this.mark = this.mark.subarray(-markLength);
      this.listener.changed();
      if (part.length < largestPart && performance.now() - began < quick)
        part = Buffer.alloc(2 * part.length);
    }
  }

  private startOver(): void {
    this.table.reset();
    this.position = 0;
    this.mark = Buffer.alloc(0);
    this.listener.changed();
  }
}

async function openOrNull(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return null;
    throw error;
  }
}
