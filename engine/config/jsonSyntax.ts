/** Where a text stops being JSON, and what is wrong there. */
export interface JsonSyntaxError {
  /** Both from 1; columns count UTF-16 units, as editors do. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/**
 * Finds the first place where `text` is not JSON; null when it is JSON throughout. JavaScript's own parser does not
 * say where in every case, and never says that it was a comment or a comma too many.
 */
export function findJsonError(text: string): JsonSyntaxError | null {
  const scanner = new Scanner(text);
  try {
    scanner.document();
    return null;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const before = text.slice(0, error.offset).split('\n');
    return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, message: error.message };
  }
}

class Fault extends Error {
  constructor(
    readonly offset: number,
    message: string,
  ) {
    super(message);
  }
}

class Scanner {
  private offset = 0;

  constructor(private readonly text: string) {}

  document(): void {
    this.value();
    this.space();
    if (this.offset < this.text.length) this.fail('there is something behind the end');
  }

  private value(): void {
    this.space();
    switch (this.text[this.offset]) {
      case '{':
        return this.sequence('}', () => this.member());
      case '[':
        return this.sequence(']', () => this.value());
      case '"':
        return this.string();
      case "'":
        return this.fail('text stands in double quotes in JSON');
    }
    if (!this.take(/(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.])/y)) {
      this.fail(
        this.take(/[-+.\w]+/y, false)
          ? 'this is neither a number nor true, false, null'
          : 'a value is missing',
      );
    }
  }

  private sequence(close: '}' | ']', item: () => void): void {
    this.offset++;
    this.space();
    if (this.takeText(close)) return;
    for (;;) {
      item();
      this.space();
      if (this.takeText(close)) return;
      if (!this.takeText(',')) this.fail(`a comma or "${close}" is missing`);
      this.space();
      if (this.text[this.offset] === close) this.fail('the comma before it is one too many');
    }
  }

  private member(): void {
    this.space();
    if (this.text[this.offset] !== '"') this.fail('the name of a field, in double quotes, is missing');
    this.string();
    this.space();
    if (!this.takeText(':')) this.fail('a colon is missing');
    this.value();
  }

  private string(): void {
    const start = this.offset;
    // eslint-disable-next-line no-control-regex -- JSON allows no control characters in text.
    if (this.take(/"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/y)) return;
    // eslint-disable-next-line no-control-regex -- as above; this finds where the text goes wrong.
    this.take(/"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*/y);
    if (this.text[this.offset] === '\\') this.fail('a backslash is written "\\\\" in JSON');
    this.offset = start;
    this.fail('the closing double quote is missing');
  }

  private space(): void {
    this.take(/[ \t\r\n]*/y);
    const next = this.text.slice(this.offset, this.offset + 2);
    if (next === '//' || next === '/*') this.fail('comments are not allowed: this is plain JSON');
    if (next.startsWith('#')) this.fail('comments are not allowed: this is plain JSON');
  }

  private takeText(expected: string): boolean {
    if (!this.text.startsWith(expected, this.offset)) return false;
    this.offset += expected.length;
    return true;
  }

  /** Whether `pattern` (sticky) matches here; moves behind the match unless told not to. */
  private take(pattern: RegExp, move = true): boolean {
    pattern.lastIndex = this.offset;
    const found = pattern.test(this.text);
    if (found && move) this.offset = pattern.lastIndex;
    return found;
  }

  private fail(message: string): never {
    throw new Fault(
      this.offset,
      this.offset >= this.text.length ? `the file ends here: ${message}` : message,
    );
  }
}
