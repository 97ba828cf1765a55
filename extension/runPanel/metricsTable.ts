import { metricKeys, metricsLine } from '../../engine/runs/metricsLine';
import { MetricsScanner } from './metricsScanner';
import type { SeriesKey } from './messages';

const newline = 0x0a;
/** A longer line is none of ours, and is not kept in memory until it ends. */
const longestLine = 1 << 16;

/** Metrics that are drawn over the three axes, in the order of the file's keys. */
export const seriesKeys: readonly SeriesKey[] = metricKeys.filter(
  (key): key is SeriesKey => key !== 'step' && key !== 'epoch' && key !== 'time',
);
const axes = metricKeys.length - seriesKeys.length;

/** Numbers that become more; `items` is longer than `length`. */
class Growing<Items extends Float64Array | Uint32Array> {
  items: Items;
  length = 0;

  constructor(private readonly make: (length: number) => Items) {
    this.items = make(1024);
  }

  push(value: number): void {
    if (this.length === this.items.length) {
      const longer = this.make(2 * this.length);
      longer.set(this.items);
      this.items = longer;
    }
    this.items[this.length++] = value;
  }
}

const floats = (length: number) => new Float64Array(length);
const integers = (length: number) => new Uint32Array(length);

/** A metric where it was logged: value i stands in row `rows[i]`; both lists are longer than `length`. */
export interface LoggedSeries {
  readonly rows: Uint32Array;
  readonly values: Float64Array;
  readonly length: number;
}

/** A `metrics.jsonl` by columns, filled from its bytes as they come. */
export class MetricsTable {
  private readonly scanner = new MetricsScanner();
  private readonly columns = Array.from({ length: axes }, () => new Growing(floats));
  private readonly rows = seriesKeys.map(() => new Growing(integers));
  private readonly values = seriesKeys.map(() => new Growing(floats));
  /** The beginning of a line whose end has not come yet. */
  private rest: Uint8Array = new Uint8Array(0);
  private skipping = false;
  private damagedLines = 0;
  private resets = 0;

  /** Lines of metrics so far. */
  get lines(): number {
    return this.columns[0]?.length ?? 0;
  }

  /** Complete lines that were no lines of metrics. */
  get damaged(): number {
    return this.damagedLines;
  }

  /** Grows with every `reset`: what was derived from rows of another generation is void. */
  get generation(): number {
    return this.resets;
  }

  /** Steps, epochs (fractions) or seconds of training of all rows; longer than `lines`. */
  axis(name: 'step' | 'epoch' | 'time'): Float64Array {
    return this.columns[metricKeys.indexOf(name)]?.items ?? new Float64Array(0);
  }

  /** Where and with which values `key` was logged. */
  series(key: SeriesKey): LoggedSeries {
    const index = seriesKeys.indexOf(key);
    const values = this.values[index];
    return {
      rows: this.rows[index]?.items ?? new Uint32Array(0),
      values: values?.items ?? new Float64Array(0),
      length: values?.length ?? 0,
    };
  }

  /** Takes the next bytes of the file; lines may be cut anywhere. */
  append(bytes: Uint8Array): void {
    let start = 0;
    if (this.rest.length > 0 || this.skipping) {
      start = bytes.indexOf(newline) + 1;
      if (start === 0) {
        this.keep(bytes);
        return;
      }
      if (this.skipping) this.damagedLines++;
      else this.readLines(joined(this.rest, bytes.subarray(0, start)));
      this.rest = new Uint8Array(0);
      this.skipping = false;
    }
    const end = bytes.lastIndexOf(newline) + 1;
    if (end > start) this.readLines(bytes.subarray(start, end));
    this.keep(bytes.subarray(Math.max(start, end)));
  }

  /** Forgets everything: the file is read anew. */
  reset(): void {
    for (const numbers of [...this.columns, ...this.rows, ...this.values]) numbers.length = 0;
    this.rest = new Uint8Array(0);
    this.skipping = false;
    this.damagedLines = 0;
    this.resets++;
  }

  private keep(bytes: Uint8Array): void {
    if (this.skipping) return;
    this.rest = joined(this.rest, bytes);
    if (this.rest.length <= longestLine) return;
    this.rest = new Uint8Array(0);
    this.skipping = true;
  }

  /** `bytes` are whole lines. */
  private readLines(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length;) {
      const end = this.scanner.scan(bytes, at);
      if (end > 0) {
        this.addScanned();
        at = end;
      } else {
        const stop = bytes.indexOf(newline, at);
        this.addParsed(new TextDecoder().decode(bytes.subarray(at, stop)));
        at = stop + 1;
      }
    }
  }

  private addScanned(): void {
    const { values, present } = this.scanner;
    const row = this.lines;
    for (let key = 0; key < axes; key++) this.columns[key]?.push(values[key] ?? 0);
    for (let key = axes; key < values.length; key++) {
      if ((present & (1 << key)) === 0) continue;
      this.rows[key - axes]?.push(row);
      this.values[key - axes]?.push(values[key] ?? 0);
    }
  }

  private addParsed(text: string): void {
    const line = parse(text);
    if (line === null) {
      this.damagedLines++;
      return;
    }
    const row = this.lines;
    this.columns[0]?.push(line.step);
    this.columns[1]?.push(line.epoch);
    this.columns[2]?.push(line.time);
    seriesKeys.forEach((key, index) => {
      const value = line[key];
      if (value === undefined) return;
      this.rows[index]?.push(row);
      this.values[index]?.push(value);
    });
  }
}

function parse(text: string) {
  try {
    return metricsLine(JSON.parse(text));
  } catch {
    return null;
  }
}

/** A new array, never a view: the pieces may be parts of a buffer that is filled again. */
function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const all = new Uint8Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}
