import { readFileSync } from 'node:fs';
import { hasCode } from './fileErrors';
import { parseMetricsLine, type MetricsLine } from './metricsLine';

const newline = 0x0a;

/** The readable lines of a `metrics.jsonl`, with what a user should know about the others. */
export interface Metrics {
  readonly lines: readonly MetricsLine[];
  readonly warnings: readonly string[];
}

/**
 * Reads the `metrics.jsonl` at `path`; no file means no lines. A last line that was cut off (the process was killed,
 * or is writing right now) is skipped with a warning, and so is any other that is not a line of metrics.
 */
export function readMetrics(path: string): Metrics {
  const lines: MetricsLine[] = [];
  const warnings: string[] = [];
  let number = 0;
  for (const { text, complete } of splitLines(readOrEmpty(path))) {
    number++;
    const line = parseMetricsLine(text);
    if (line !== null && complete) lines.push(line);
    else if (!complete) warnings.push(`${path}: the last line was cut off and is skipped`);
    else warnings.push(`${path}: line ${number} is not a line of metrics and is skipped`);
  }
  return { lines, warnings };
}

/**
 * Length in bytes of the part of the `metrics.jsonl` at `path` that reaches up to and including `step`: what is
 * kept when a run goes on from a checkpoint at that step.
 */
export function lengthUpToStep(path: string, step: number): number {
  let length = 0;
  for (const { text, complete, end } of splitLines(readOrEmpty(path))) {
    const line = parseMetricsLine(text);
    if (!complete || (line !== null && line.step > step)) break;
    length = end;
  }
  return length;
}

interface TextLine {
  readonly text: string;
  /** Whether it ends in a newline. */
  readonly complete: boolean;
  /** Offset in bytes behind the line and its newline. */
  readonly end: number;
}

function* splitLines(bytes: Buffer): Generator<TextLine> {
  for (let start = 0; start < bytes.length;) {
    const found = bytes.indexOf(newline, start);
    const stop = found < 0 ? bytes.length : found;
    const end = found < 0 ? stop : stop + 1;
    yield { text: bytes.toString('utf8', start, stop), complete: found >= 0, end };
    start = end;
  }
}

function readOrEmpty(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return Buffer.alloc(0);
    throw error;
  }
}
