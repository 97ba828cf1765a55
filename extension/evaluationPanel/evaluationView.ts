import { lossThreshold, type EvaluationRecord } from '../../engine/runs/evaluationRecord';
import { evaluationFinding } from '../evaluations/evaluationFinding';
import { protocols, shownProtocols } from '../evaluations/protocols';
import { formatMoment } from '../format/formatMoment';
import type { ShownRun } from '../runs/shownRun';
import type { EvaluationView } from './messages';
import { repeatCommand } from './repeatCommand';

/** Where an evaluation lies, and what is known of its run. */
export interface EvaluationPlace {
  /** Of the evaluation's file; absolute. */
  readonly path: string;
  /** Of its checkpoint; absolute. */
  readonly checkpoint: string;
  readonly repeatable: boolean;
  readonly title: string;
  readonly run: Pick<ShownRun['run'], 'record'> | null;
}

/** What the page of an evaluation shows. */
export function evaluationView(record: EvaluationRecord, place: EvaluationPlace, now: Date): EvaluationView {
  const { path, checkpoint, repeatable, title, run } = place;
  const stepsPerEpoch = run?.record.plan?.stepsPerEpoch ?? null;
  return {
    ...{ path, title, record, repeatable, lossThreshold },
    epoch: stepsPerEpoch === null ? null : record.step / stepsPerEpoch,
    best: run?.record.best?.step === record.step,
    made: formatMoment(new Date(record.createdAt), now),
    finding: evaluationFinding(record),
    command: repeatCommand(record, checkpoint),
    protocols: shownProtocols.map((name) => {
      const { title: heading, explanation } = protocols[name];
      return { name, title: heading, explanation };
    }),
  };
}
