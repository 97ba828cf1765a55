import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { evaluationRecordSchema, type EvaluationRecord } from '../../engine/runs/evaluationRecord';
import { hasCode } from '../../engine/runs/fileErrors';
import type { LatestEvaluation } from './messages';

/** Looks for the latest evaluation of a run's checkpoints, and reads a file only once. */
export class LatestEvaluationReader {
  /** null: there is none. */
  latest: LatestEvaluation | null = null;
  private seen = '';

  /** @param folder of the evaluations; it need not exist. */
  constructor(private readonly folder: string) {}

  /** Looks now; returns whether another one is the latest. Files that are no evaluations are passed over. */
  async refresh(): Promise<boolean> {
    const names = await filesOf(this.folder);
    const seen = names.join('\n');
    if (seen === this.seen) return false;
    const before = JSON.stringify(this.latest);
    this.latest = null;
    for (const name of names) {
      const record = await readEvaluation(join(this.folder, name));
      if (record === null) continue;
      this.latest = summary(record);
      break;
    }
    this.seen = seen;
    return JSON.stringify(this.latest) !== before;
  }
}

/** Names of evaluations, `step-00000702_2026-11-23T18-04-05-123.json`, the latest first. */
async function filesOf(folder: string): Promise<string[]> {
  try {
    const time = (name: string) => name.slice(name.indexOf('_') + 1);
    return (await readdir(folder))
      .filter((name) => name.endsWith('.json'))
      .sort((a, b) => time(b).localeCompare(time(a)));
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR', 'EACCES', 'EPERM')) return [];
    throw error;
  }
}

async function readEvaluation(path: string): Promise<EvaluationRecord | null> {
  try {
    return evaluationRecordSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return null;
  }
}

function summary({ step, linear, knn }: EvaluationRecord): LatestEvaluation {
  return {
    step,
    linearH: linear?.h.top1 ?? null,
    linearZ: linear?.z.top1 ?? null,
    knnH: knn?.h.top1 ?? null,
    knnZ: knn?.z.top1 ?? null,
  };
}
