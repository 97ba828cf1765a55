import type { WriteStream } from 'node:tty';
import { confirm } from './confirm';
import { colorStyle, plainStyle, type Style } from './style';

/** Where a command writes for people: standard output, or a test. */
export interface Terminal {
  /** Width in columns; 80 where there is no telling. */
  readonly columns: number;
  /** Whether lines can be rewritten in place. */
  readonly live: boolean;
  readonly style: Style;
  /** Asks a question that is answered with yes or no; null where nobody is there to answer. */
  readonly confirm: ((question: string) => Promise<boolean>) | null;
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
    confirm: process.stdin.isTTY && process.stdout.isTTY ? confirm : null,
    write: (text) => void process.stdout.write(text),
    writeError: (text) => void process.stderr.write(text),
  };
}

/** Some terminals say that they are 0 columns wide; scripts may set COLUMNS. */
function columnsOf(stream: Pick<WriteStream, 'columns'>): number {
  return stream.columns || Number(process.env['COLUMNS']) || 80;
}
