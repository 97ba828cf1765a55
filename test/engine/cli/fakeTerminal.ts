import { plainStyle } from '../../../engine/cli/style';
import type { Terminal } from '../../../engine/cli/terminal';

/** A terminal whose output a test reads. */
export interface FakeTerminal extends Terminal {
  columns: number;
  /** Everything written so far, warnings apart. */
  output: string;
  errors: string;
}

export function fakeTerminal({
  columns = 80,
  live = false,
  confirm = null as Terminal['confirm'],
} = {}): FakeTerminal {
  return {
    columns,
    live,
    confirm,
    style: plainStyle,
    output: '',
    errors: '',
    write(text) {
      this.output += text;
    },
    writeError(text) {
      this.errors += text;
    },
  };
}

/** What a terminal shows after \r and "clear to the end of the line" have done their work. */
export function screen(output: string): string[] {
  return output.split('\n').map((line) => line.split('\r').at(-1)?.replaceAll('\u001b[K', '') ?? '');
}
