import { metricKeys } from '../../engine/runs/metricsLine';
import { readDecimal } from './decimalNumber';

const brace = 0x7b;
const closingBrace = 0x7d;
const comma = 0x2c;
const newline = 0x0a;

/** What stands before each key's number, quotes and colon included. */
const patterns = metricKeys.map((key) => new TextEncoder().encode(`"${key}":`));

/** Bits of step, epoch and time, without which a line is no line of metrics. */
const required = 0b111;

/**
 * Reads lines of `metrics.jsonl` as `MetricsWriter` writes them: known keys in their order, numbers, no spaces. Any
 * other line, valid or not, is for `JSON.parse`.
 */
export class MetricsScanner {
  /** Value of each of `metricKeys` in the line that was read last, where `present` has its bit. */
  readonly values = new Float64Array(metricKeys.length);
  /** Which of `metricKeys` the line has: bit i for key i. */
  present = 0;

  /**
   * Reads the line that begins at `start`; it must have a newline at its end.
   * @returns the position behind the newline, or -1 where the line is not as expected.
   */
  scan(bytes: Uint8Array, start: number): number {
    if (bytes[start] !== brace) return -1;
    let at = start;
    let present = 0;
    for (let key = 0; key < patterns.length; key++) {
      const value = behindKey(bytes, at + 1, key);
      if (value < 0) continue;
      at = readDecimal(bytes, value, this.values, key);
      if (at < 0) return -1;
      present |= 1 << key;
      if (bytes[at] !== comma) break;
    }
    this.present = present;
    const whole = bytes[at] === closingBrace && bytes[at + 1] === newline;
    return whole && (present & required) === required ? at + 2 : -1;
  }
}

/** Position of the number of key number `key`, if that key stands at `at`, else -1. */
function behindKey(bytes: Uint8Array, at: number, key: number): number {
  const pattern = patterns[key] ?? bytes;
  const { length } = pattern;
  for (let i = 0; i < length; i++) if (bytes[at + i] !== pattern[i]) return -1;
  return at + length;
}
