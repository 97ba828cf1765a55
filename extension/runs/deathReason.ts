import type { EngineExit } from '../engine/forkEngine';

/** What is known of a process that ended without writing why. */
export interface Death {
  /** How it ended, where this window started it and saw it end. */
  readonly exit: EngineExit | null;
  /** Last lines of the run's log. */
  readonly logTail: readonly string[];
  /** Step of the latest checkpoint; null where there is none. */
  readonly checkpointStep: number | null;
}

/** Signals by which a program ends that has done something it must not. */
const faults: ReadonlySet<string> = new Set([
  'SIGSEGV',
  'SIGABRT',
  'SIGBUS',
  'SIGILL',
  'SIGFPE',
  'SIGTRAP',
  'SIGSYS',
]);

/** Why a run failed whose process has gone: one sentence for the record, with what can be done. */
export function deathReason({ exit, logTail, checkpointStep }: Death): string {
  const remedy =
    checkpointStep === null
      ? 'Resume begins again, as there is no checkpoint yet'
      : `Resume goes on from step ${checkpointStep}`;
  return `${cause(exit, logTail)}; ${remedy}`;
}

function cause(exit: Death['exit'], logTail: readonly string[]): string {
  if (exit !== null && exit.error !== null) return `the engine could not be started (${exit.error})`;
  const last = lastWords(logTail);
  const memory = last.find((line) => /out of memory|allocation failed|ENOMEM/i.test(line));
  if (memory !== undefined) return `the engine ran out of memory (${quote(memory)})`;
  if (exit?.signal === 'SIGKILL')
    return 'the engine was killed (SIGKILL); the system may have been out of memory';
  if (exit?.signal && !faults.has(exit.signal)) return `the engine was ended from outside (${exit.signal})`;
  const fatal = last.find((line) => /\bFATAL\b|^panic\b|^(Uncaught )?\w*Error\b/.test(line));
  const detail = fatal === undefined ? '' : `: ${quote(fatal)}`;
  if (exit?.signal) return `the engine crashed (${exit.signal})${detail}`;
  if (exit !== null && exit.code !== null)
    return `the engine ended by itself with code ${exit.code}${detail}`;
  return fatal === undefined ? 'its process ended without a word' : `its process ended${detail}`;
}

/** What the process wrote after the last line of its own log: that comes from Node.js, or from a library. */
function lastWords(logTail: readonly string[]): readonly string[] {
  return logTail.slice(logTail.findLastIndex((line) => /^\d{4}-\d\d-\d\dT\S+ \w+ /.test(line)) + 1);
}

/** A line of a log as part of a sentence. */
function quote(line: string): string {
  const text = line.replace(/\s+/g, ' ').trim();
  return text.length > 160 ? `${text.slice(0, 159)}…` : text.replace(/[.;:]+$/, '');
}
