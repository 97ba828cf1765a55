import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { ConfigLayer } from '../config/mergeConfig';
import { UserError } from '../errors';
import { writeFileAtomic } from '../runs/atomicFile';
import { hasCode, writeError } from '../runs/fileErrors';
import { makeFolder } from '../runs/makeFolder';
import { studySchema, studySizes, type Study } from './studySchema';
import type { StudyChoice } from './studyTasks';

/** A study as it was last started at a size: what its state is told by. */
export interface StudyPlan extends Required<StudyChoice> {
  readonly study: Study;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
}

/** Of a plan as it is written, with the number of its format. */
export const planSchema = z.object({
  format: z.literal(1),
  startedAt: z.iso.datetime(),
  size: z.enum(studySizes),
  changes: z.custom<ConfigLayer>((value) => typeof value === 'object' && value !== null),
  baseFolder: z.string(),
  seeds: z.int().min(1),
  target: z.string().nullable().default(null),
  study: studySchema,
});

/** Folder of what is kept of studies, among the runs. */
export function studiesFolder(runsFolder: string): string {
  return join(runsFolder, '.studies');
}

/** Path of the plan of a study at a size. */
export function planPath(runsFolder: string, study: string, size: StudyPlan['size']): string {
  return join(studiesFolder(runsFolder), `${study}.${size}.json`);
}

/** Path of the lock that a process holds while it runs a study at a size. */
export function studyLockPath(runsFolder: string, study: string, size: StudyPlan['size']): string {
  return join(studiesFolder(runsFolder), `${study}.${size}.lock`);
}

/**
 * Keeps how a study was started, in place of an earlier plan of the same study and size.
 * @throws UserError when the folder cannot be written.
 */
export function writePlan(runsFolder: string, plan: StudyPlan): void {
  const folder = studiesFolder(runsFolder);
  try {
    makeFolder(folder);
  } catch (error) {
    throw writeError(folder, error);
  }
  const path = planPath(runsFolder, plan.study.name, plan.size);
  writeFileAtomic(path, `${JSON.stringify(writtenPlan(plan), null, 2)}\n`);
}

/** A plan as `planSchema` reads it. */
export function writtenPlan(plan: StudyPlan): z.input<typeof planSchema> {
  return { format: 1, ...plan };
}

/**
 * The plan of a study at a size; null where it was never started.
 * @throws UserError when it is damaged, with the remedy.
 */
export function readPlan(path: string): StudyPlan | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
  try {
    return planSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new UserError(`${path} is damaged: delete it and start the study anew; its runs stay`, {
      cause: error,
    });
  }
}

/** Paths of all plans, by name; none where no study was started. */
export function listPlans(runsFolder: string): string[] {
  try {
    return readdirSync(studiesFolder(runsFolder))
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => join(studiesFolder(runsFolder), name));
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return [];
    throw error;
  }
}
