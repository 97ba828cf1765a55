import type { Terminal } from './terminal';

const clearLine = '\r\u001b[K';
const redrawEvery = 100;

/**
 * The last line of the terminal, rewritten in place; other text goes above it. On anything but a terminal the line
 * is never drawn.
 */
export class LiveLine {
  private shown = '';
  private drawnAt = -Infinity;

  constructor(private readonly terminal: Terminal) {}

  /** Replaces the line by what `draw` makes for at most so many columns; drawn ten times a second at most. */
  show(draw: (columns: number) => string): void {
    if (!this.terminal.live || performance.now() - this.drawnAt < redrawEvery) return;
    this.drawnAt = performance.now();
    this.shown = draw(this.terminal.columns - 1);
    this.terminal.write(clearLine + this.shown);
  }

  /** Writes a line above. */
  print(line: string): void {
    this.above(() => this.terminal.write(`${line}\n`));
  }

  /** Writes a line above, as a warning or mistake. */
  printError(line: string): void {
    this.above(() => this.terminal.writeError(`${line}\n`));
  }

  /** Removes the line. */
  clear(): void {
    if (this.shown !== '') this.terminal.write(clearLine);
    this.shown = '';
    this.drawnAt = -Infinity;
  }

  private above(write: () => void): void {
    const line = this.shown;
    if (line !== '') this.terminal.write(clearLine);
    write();
    if (line !== '') this.terminal.write(line);
  }
}
