import { readFile } from 'node:fs/promises';
import type { EvaluationRecord } from '../../engine/runs/evaluationRecord';
import { parseEvaluation } from '../../engine/runs/evaluations';

/** The evaluation in the file at `path`; null where it is gone, or none. */
export async function readEvaluation(path: string): Promise<EvaluationRecord | null> {
  return parseEvaluation(await readFile(path, 'utf8').catch(() => ''));
}
