import { closeSync, fsyncSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { writeError } from './fileErrors';
import { metricsLine, type MetricsLine } from './metricsLine';
import { lengthUpToStep } from './readMetrics';

/** Lines wait at most about so long (milliseconds) before they are written, if steps are that quick. */
const flushEvery = 250;

/** Appends to a run's `metrics.jsonl`. */
export class MetricsWriter {
  private readonly descriptor: number;
  private waiting = '';
  private flushedAt = 0;

  /**
   * Opens the file at `path`, keeping what reaches up to `keepUpTo` steps: later lines belong to steps that will be
   * taken again, and a line that was cut off would spoil the next one.
   * @throws UserError when the file cannot be written.
   */
  constructor(
    private readonly path: string,
    keepUpTo: number,
  ) {
    const length = lengthUpToStep(path, keepUpTo);
    try {
      this.descriptor = openSync(path, 'a');
      ftruncateSync(this.descriptor, length);
    } catch (error) {
      throw writeError(path, error);
    }
  }

  /** Adds a line. Numbers that are not finite are left out, for JSON has none and a NaN is no measurement. */
  append(line: MetricsLine): void {
    const clean = metricsLine(line);
    if (clean === null) throw new Error('a line of metrics needs a finite step, epoch and time');
    this.waiting += `${JSON.stringify(clean)}\n`;
    if (performance.now() - this.flushedAt > flushEvery) this.flush();
  }

  /** Hands every line to the operating system, where readers see it and a killed process leaves it. */
  flush(): void {
    const bytes = Buffer.from(this.waiting);
    // Cleared first: lines of which a part got through must not be written again.
    this.waiting = '';
    this.flushedAt = performance.now();
    this.guarded(() => {
      for (let done = 0; done < bytes.length;) done += writeSync(this.descriptor, bytes, done);
    });
  }

  /** Flushes, and makes it last through a power cut. */
  sync(): void {
    this.flush();
    this.guarded(() => fsyncSync(this.descriptor));
  }

  close(): void {
    this.sync();
    closeSync(this.descriptor);
  }

  private guarded(write: () => void): void {
    try {
      write();
    } catch (error) {
      throw writeError(this.path, error);
    }
  }
}
