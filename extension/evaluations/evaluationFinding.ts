import type { EvaluationRecord } from '../../engine/runs/evaluationRecord';
import { protocols, shownProtocols } from './protocols';

/** What an evaluation found, in one to three plain sentences; empty where there is nothing to say in a sentence. */
export function evaluationFinding(record: EvaluationRecord): string {
  return shownProtocols
    .map((name) => protocols[name].finding(record))
    .filter((sentence) => sentence !== null)
    .join(' ');
}
