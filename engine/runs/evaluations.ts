import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomic } from './atomicFile';
import { evaluationRecordSchema, type EvaluationRecord } from './evaluationRecord';
import { hasCode, writeError } from './fileErrors';
import { makeFolder } from './makeFolder';

/** An evaluation and where it is kept. */
export interface EvaluationFile {
  readonly path: string;
  readonly record: EvaluationRecord;
}

/**
 * Writes an evaluation into `folder`, a file of its own named after the step and the time.
 * @returns the path of the file.
 * @throws UserError when the disk is full or the folder is not writable.
 */
export function writeEvaluation(folder: string, record: EvaluationRecord): string {
  try {
    makeFolder(folder);
  } catch (error) {
    throw writeError(folder, error);
  }
  const time = record.createdAt.slice(0, 23).replaceAll(':', '-').replace('.', '-');
  const path = join(folder, `step-${String(record.step).padStart(8, '0')}_${time}.json`);
  writeFileAtomic(path, `${JSON.stringify(record, null, 2)}\n`);
  return path;
}

/** The evaluations in `folder`, oldest first; files that are none are passed over. */
export function listEvaluations(folder: string): EvaluationFile[] {
  return jsonFiles(folder)
    .flatMap((path) => {
      const record = readEvaluation(path);
      return record === null ? [] : [{ path, record }];
    })
    .sort((a, b) => a.record.createdAt.localeCompare(b.record.createdAt));
}

function jsonFiles(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .map((name) => join(folder, name));
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR', 'EACCES', 'EPERM')) return [];
    throw error;
  }
}

function readEvaluation(path: string): EvaluationRecord | null {
  try {
    return parseEvaluation(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

/** The evaluation that a file holds; null where its text is none. */
export function parseEvaluation(text: string): EvaluationRecord | null {
  try {
    return evaluationRecordSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
