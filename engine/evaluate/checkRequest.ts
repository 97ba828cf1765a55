import type { Dataset, Split } from '../data/dataset';
import { UserError } from '../errors';
import type { EvaluationRequest, ProtocolName } from '../runs/evaluationRecord';
import { isLabelled } from './evaluationSplits';

const wantLabels: readonly ProtocolName[] = ['linear', 'knn'];

/** What can be evaluated on these images: without labels neither linear evaluation nor kNN. */
export function possibleProtocols(
  dataset: Dataset,
  protocols: readonly ProtocolName[],
): readonly ProtocolName[] {
  return isLabelled(dataset) ? protocols : protocols.filter((name) => !wantLabels.includes(name));
}

/**
 * Refuses what these images do not allow, before anything is computed.
 * @throws UserError naming the protocol or the class, and what to do.
 */
export function checkRequest({ protocols }: Pick<EvaluationRequest, 'protocols'>, dataset: Dataset): void {
  const asked = wantLabels.filter((name) => protocols.includes(name));
  if (asked.length === 0) return;
  if (!isLabelled(dataset)) {
    throw new UserError(
      `the images of ${dataset.source} have no labels, which these need: ${asked.join(', ')}; ask for metrics or factors, or sort the images into a folder for each class`,
    );
  }
  const inTrain = classesOf(dataset.train);
  const missing = [...classesOf(dataset.test)].filter((label) => !inTrain.has(label));
  const [first] = missing;
  if (first === undefined) return;
  const name = dataset.classes?.[first] ?? String(first);
  const others = missing.length > 1 ? ` and ${missing.length - 1} more` : '';
  throw new UserError(
    `no training image is of the class "${name}"${others}, which test images have: a classifier cannot learn it; add images of it to the training part`,
  );
}

function classesOf({ labels }: Split): Set<number> {
  return new Set(labels?.filter((label) => label >= 0));
}
