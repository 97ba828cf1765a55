/** Objects and lists within one another in a header: the header, a tensor's entry, its shape. */
const deepest = 3;

const quote = 0x22;
const backslash = 0x5c;

/**
 * Reads the JSON of a safetensors header. JavaScript's own parser builds whatever depth it is given, and of two values
 * of one name keeps the last: so the text is gone through once before it is parsed.
 * @returns null where it is no JSON object, or goes deeper than a header does.
 * @throws DuplicateName where an object names something twice.
 */
export function parseSafetensorsHeader(bytes: Uint8Array): Record<string, unknown> | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    if (!scan(text)) return null;
    const header: unknown = JSON.parse(text);
    return typeof header === 'object' && header !== null && !Array.isArray(header) ? { ...header } : null;
  } catch (error) {
    if (error instanceof DuplicateName) throw error;
    return null;
  }
}

/** Two values of one name in the same object. */
export class DuplicateName extends Error {
  constructor(readonly duplicate: string) {
    super(duplicate);
  }
}

/** Whether `text` is no deeper than a header; of what else is wrong with it the parser tells. */
function scan(text: string): boolean {
  /** The names in each object that is open; null for a list. */
  const open: (Set<string> | null)[] = [];
  for (let at = 0; at < text.length; at++) {
    switch (text[at]) {
      case '"': {
        const end = stringEnd(text, at);
        const names = open.at(-1);
        if (names && isName(text, end)) {
          const name = JSON.parse(text.slice(at, end)) as string;
          if (names.has(name)) throw new DuplicateName(name);
          names.add(name);
        }
        at = end - 1;
        break;
      }
      case '{':
      case '[':
        if (open.length === deepest) return false;
        open.push(text[at] === '{' ? new Set() : null);
        break;
      case '}':
      case ']':
        open.pop();
        break;
    }
  }
  return true;
}

/** The place behind the string that begins at `start`. */
function stringEnd(text: string, start: number): number {
  let at = start + 1;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) return at + 1;
    if (code === backslash) at++;
  }
  return text.length;
}

/** Whether the string that ends at `end` names a value. */
function isName(text: string, end: number): boolean {
  let at = end;
  while (at < text.length && ' \t\n\r'.includes(text.charAt(at))) at++;
  return text[at] === ':';
}
