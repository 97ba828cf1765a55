import type { Say } from '../backends/openBackend';
import type { EvaluationProgress } from './evaluateCheckpoint';

/** What an evaluation is given by its caller: who wants to know how it goes, and what ends it. */
export interface EvaluationHooks {
  /** Stops the work: it rejects with the signal's reason. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: EvaluationProgress) => void;
}

/** Passes on that a backend is made ready. */
export function tellWarmingUp({ onProgress }: Pick<EvaluationHooks, 'onProgress'>): Say {
  return () => onProgress({ phase: 'warmingUp', done: 0, total: 0 });
}
