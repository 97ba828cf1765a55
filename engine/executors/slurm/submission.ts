import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { UserError } from '../../errors';
import { writeFileAtomic } from '../../runs/atomicFile';
import { hasCode, writeError } from '../../runs/fileErrors';
import { makeFolder } from '../../runs/makeFolder';
import { planSchema, studiesFolder, writtenPlan, type StudyPlan } from '../../studies/studyPlan';

/** An array job of runs of a study, as the folder tells that is kept of it among the runs, with its script and its logs. */
export interface Submission {
  /** Absolute path. */
  readonly folder: string;
  /** As Slurm counts; null while it is being submitted. */
  readonly jobId: string | null;
  /** ISO 8601, UTC. */
  readonly submittedAt: string;
  /** Keys of the tasks, by their numbers in the array. */
  readonly keys: readonly string[];
  /** As the study was started then: a later start may have another. */
  readonly plan: StudyPlan;
}

const manifestSchema = z.object({
  format: z.literal(1),
  jobId: z.string().nullable(),
  submittedAt: z.iso.datetime(),
  keys: z.array(z.string()).min(1),
  plan: planSchema,
});

/** Path of the manifest in a submission's folder. */
export function manifestPath(folder: string): string {
  return join(folder, 'manifest.json');
}

/**
 * Makes the folder of a submission that Slurm does not know of yet.
 * @throws UserError when it cannot be written.
 */
export function beginSubmission(runsFolder: string, plan: StudyPlan, keys: readonly string[]): Submission {
  const submittedAt = new Date().toISOString();
  const name = `${prefixOf(plan)}${submittedAt.replace(/[-:]/g, '')}`;
  const submission = {
    folder: join(submissionsFolder(runsFolder), name),
    jobId: null,
    submittedAt,
    keys,
    plan,
  };
  try {
    makeFolder(submissionsFolder(runsFolder));
    mkdirSync(submission.folder);
  } catch (error) {
    throw writeError(submission.folder, error);
  }
  writeSubmission(submission);
  return submission;
}

/** Writes the manifest of a submission. */
export function writeSubmission({ folder, plan, ...rest }: Submission): void {
  const manifest: z.input<typeof manifestSchema> = {
    format: 1,
    ...rest,
    keys: [...rest.keys],
    plan: writtenPlan(plan),
  };
  writeFileAtomic(manifestPath(folder), `${JSON.stringify(manifest, null, 2)}\n`);
}

/**
 * The submission with the manifest at `path`; null where there is none.
 * @throws UserError when it is damaged, with the remedy.
 */
export function readSubmission(path: string): Submission | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return null;
    throw error;
  }
  const folder = dirname(path);
  try {
    return { folder, ...manifestSchema.parse(JSON.parse(text)) };
  } catch (error) {
    throw new UserError(
      `${path} is damaged: delete its folder and submit the study again; its runs stay, and jobs of it that Slurm still has end by themselves`,
      { cause: error },
    );
  }
}

/** All submissions of a study at a size, the latest first. @throws UserError where a manifest is damaged. */
export function listSubmissions(runsFolder: string, plan: StudyPlan): Submission[] {
  const folder = submissionsFolder(runsFolder);
  return namesIn(folder)
    .filter((name) => name.startsWith(prefixOf(plan)))
    .sort()
    .reverse()
    .flatMap((name) => readSubmission(manifestPath(join(folder, name))) ?? []);
}

function prefixOf({ study, size }: StudyPlan): string {
  return `${study.name}.${size}.`;
}

function submissionsFolder(runsFolder: string): string {
  return join(studiesFolder(runsFolder), 'slurm');
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return [];
    throw error;
  }
}
