import { describeEvaluation, evaluationBlocks } from '../format/evaluationBlocks';
import { formatCount } from '../format/formatNumbers';
import type { EvaluationRecord } from '../runs/evaluationRecord';
import { blockText } from './blockText';
import type { Terminal } from './terminal';

/** What an evaluation found, as lines. */
export function evaluationText(record: EvaluationRecord, { style }: Pick<Terminal, 'style'>): string[] {
  return [
    `${style.bold(`Step ${formatCount(record.step)}`)} on ${describeEvaluation(record)}.`,
    ...evaluationBlocks(record).flatMap((block) => ['', ...blockText(block, style)]),
  ];
}
