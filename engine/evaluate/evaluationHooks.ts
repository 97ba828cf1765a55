import type { EvaluationProgress } from './evaluateCheckpoint';

/** What an evaluation is given by its caller: who wants to know how it goes, and what ends it. */
export interface EvaluationHooks {
  /** Stops the work: it rejects with the signal's reason. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: EvaluationProgress) => void;
}
