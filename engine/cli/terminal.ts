import type { WriteStream } from 'node:tty';
import { colorStyle, plainStyle, type Style } from './style';

/** Where a command writes for people: standard output, or a test. */
export interface Terminal {
  /** Width in columns; 80 where there is no telling. */
  readonly columns: number;
  /** Whether lines can be rewritten in place. */
  readonly live: boolean;
  readonly style: Style;
  write(text: string): void;
  /** Warnings and mistakes. */
  writeError(text: string): void;
}

/** The terminal that this process was started in; colours as https://no-color.org asks. */
export function processTerminal(): Terminal {
  const live = process.stdout.isTTY && process.env['TERM'] !== 'dumb';
  const style = live && !process.env['NO_COLOR'] ? colorStyle : plainStyle;
  return {
    get columns() {
      return columnsOf(process.stdout);
    },
    live,
    style,
    write: (text) => void process.stdout.write(text),
    writeError: (text) => void process.stderr.write(text),
  };
}

/** Some terminals say that they are 0 columns wide; scripts may set COLUMNS. */
function columnsOf(stream: Pick<WriteStream, 'columns'>): number {
  return stream.columns || Number(process.env['COLUMNS']) || 80;
}
