import type { RunConfig } from '../../engine/config/runConfig';
import type { EvaluationOrder, ProtocolName } from '../../engine/runs/evaluationRecord';
import type { EvaluationDetails } from './askDetails';

/** Images of each split that an evaluation looks at, at most: as `simclr evaluate` has it. */
const mostImages = 50_000;

/**
 * What is asked of the engine.
 * @param details what some protocols want to know; the rest is as `simclr evaluate` has it.
 */
export function evaluationOrder(
  { evaluate }: Pick<RunConfig, 'evaluate'>,
  protocols: readonly ProtocolName[],
  details: EvaluationDetails = {},
): EvaluationOrder {
  return {
    protocols,
    maxImages: mostImages,
    neighbours: evaluate.knnNeighbours,
    temperature: evaluate.knnTemperature,
    seed: null,
    ...details,
  };
}
