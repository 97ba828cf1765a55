import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { hasCode } from './fileErrors';

/** Bytes that are read from the end at first, and at most. */
const firstBytes = 16 * 1024;
const mostBytes = 1024 * 1024;

/**
 * The last lines of a log, oldest first, without their ends; none where there is no such file. However long the log,
 * at most a megabyte at its end is read.
 * @param lines how many, at most.
 */
export function readLogTail(logPath: string, lines: number): string[] {
  let descriptor: number;
  try {
    descriptor = openSync(logPath, 'r');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  }
  try {
    const size = fstatSync(descriptor).size;
    for (let length = firstBytes; ; length *= 4) {
      const found = lastLines(descriptor, size, Math.min(length, size));
      if (found.length >= lines || length >= size || length >= mostBytes) return found.slice(-lines);
    }
  } finally {
    closeSync(descriptor);
  }
}

/** The lines in the last `length` bytes, but for one that begins before them. */
function lastLines(descriptor: number, size: number, length: number): string[] {
  const bytes = Buffer.alloc(length);
  const read = readSync(descriptor, bytes, 0, length, size - length);
  const lines = bytes.toString('utf8', 0, read).split(/\r?\n/);
  if (length < size) lines.shift();
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
