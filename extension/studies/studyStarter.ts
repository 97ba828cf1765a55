import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { l10n } from 'vscode';
import { readLogTail } from '../../engine/runs/logTail';
import { lockOwner } from '../../engine/runs/runLock';
import { studiesFolder, studyLockPath } from '../../engine/studies/studyPlan';
import type { StudySize } from '../../engine/studies/studySchema';
import type { StudyEngines } from '../engine/studyEngines';

/** Milliseconds from one look at a study's lock to the next, while its process starts. */
const lookEvery = 100;

/** What is to be run. */
export interface StudyRequest {
  readonly name: string;
  readonly size: StudySize;
  /** null: as it was last started. */
  readonly choice: StudyRunChoice | null;
  /** Absolute path that relative sources of images refer to. */
  readonly folder: string;
}

/** How a study is run that is not gone on with. */
export interface StudyRunChoice {
  /** Absolute path of the study's file; null for one of the program's. */
  readonly path: string | null;
  /** Absolute path of images; null for those that the study names. */
  readonly source: string | null;
  readonly seeds: number;
  /** Fields of all runs that the settings say, as "device.backend=cpu". */
  readonly settings: readonly string[];
}

/** Path of the log of a study at a size. */
export function studyLogPath(runsFolder: string, name: string, size: StudySize): string {
  return join(studiesFolder(runsFolder), `${name}.${size}.log`);
}

/**
 * Starts a process that runs a study, which outlives this window.
 * @returns once it is at work, or has found that nothing is left to do.
 * @throws Error with the sentence that it ended with, where it did so before.
 */
export async function startStudy(
  engines: Pick<StudyEngines, 'start'>,
  runsFolder: string,
  { name, size, choice, folder }: StudyRequest,
): Promise<void> {
  const log = studyLogPath(runsFolder, name, size);
  const args = ['study', 'run', ...argumentsOf(name, choice), '--size', size, '--runs', runsFolder];
  const { pid, ended } = await engines.start({ args, folder, runsFolder, log });
  const lock = studyLockPath(runsFolder, name, size);
  const begun = new AbortController();
  try {
    await Promise.race([ended, untilHeld(lock, pid, begun.signal)]);
  } finally {
    begun.abort();
  }
  if (lockOwner(lock)?.pid === pid) return;
  const { code, error } = await ended;
  // 1: it ran to its end, and some of its runs failed, or it did not begin: its last words tell.
  const last = readLogTail(log, 1).at(-1) ?? '';
  const complaint = /^simclr: (.+)$/.exec(last)?.[1];
  if (error !== null) throw new Error(l10n.t('The study could not be started: {0}.', error));
  if (code !== 0 && complaint !== undefined) throw new Error(complaint);
}

async function untilHeld(lock: string, pid: number | undefined, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && lockOwner(lock)?.pid !== pid) await pause(lookEvery);
}

function argumentsOf(name: string, choice: StudyRunChoice | null): string[] {
  if (choice === null) return [name, '--as-before'];
  const { path, source, seeds, settings } = choice;
  return [
    path ?? name,
    ...(source === null ? [] : [source]),
    ...['--seeds', String(seeds)],
    ...settings.flatMap((assignment) => ['--set', assignment]),
  ];
}
