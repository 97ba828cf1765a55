import { listCheckpoints } from '../../engine/runs/checkpoints';
import { listEmbeddings } from '../../engine/runs/embeddings';
import type { Run } from '../../engine/runs/readRun';
import type { EmbeddingStep } from './messages';

/** The steps of a run that can be looked at: those whose embeddings it keeps, and those whose checkpoints. */
export function stepsOf({ paths, record }: Run): EmbeddingStep[] {
  const saved = new Set(listEmbeddings(paths.embeddings).map(({ step }) => step));
  const checkpoints = new Set(listCheckpoints(paths.checkpoints).map(({ step }) => step));
  const stepsPerEpoch = record.plan?.stepsPerEpoch ?? null;
  return [...new Set([...saved, ...checkpoints])]
    .sort((a, b) => a - b)
    .map((step) => ({
      step,
      epoch: stepsPerEpoch === null ? null : step / stepsPerEpoch,
      saved: saved.has(step),
      checkpoint: checkpoints.has(step),
    }));
}
