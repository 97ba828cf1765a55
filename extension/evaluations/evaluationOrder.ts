import type { RunConfig } from '../../engine/config/runConfig';
import type { EvaluationOrder, ProtocolName } from '../../engine/runs/evaluationRecord';

/** Images of each split that an evaluation looks at, at most: as `simclr evaluate` has it. */
const mostImages = 50_000;

/**
 * What is asked of the engine where the user has chosen the protocols and nothing else.
 * @param target absolute path of the images to transfer to, or "builtin"; null for none.
 */
export function evaluationOrder(
  { evaluate }: Pick<RunConfig, 'evaluate'>,
  protocols: readonly ProtocolName[],
  target: string | null = null,
): EvaluationOrder {
  return {
    protocols,
    maxImages: mostImages,
    neighbours: evaluate.knnNeighbours,
    temperature: evaluate.knnTemperature,
    seed: null,
    target: target === null ? null : { source: target, imageSize: null },
  };
}
