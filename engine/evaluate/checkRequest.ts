import type { Dataset, Split } from '../data/dataset';
import { UserError } from '../errors';
import type { EvaluationRequest, ProtocolName } from '../runs/evaluationRecord';
import { isLabelled } from './evaluationSplits';

const wantLabels: readonly ProtocolName[] = ['linear', 'knn'];

/**
 * What can be evaluated on these images: without labels neither linear evaluation nor kNN, and of a single test image
 * no metrics.
 */
export function possibleProtocols(
  dataset: Dataset,
  protocols: readonly ProtocolName[],
): readonly ProtocolName[] {
  const labelled = isLabelled(dataset);
  const several = dataset.test.images.count > 1;
  return protocols.filter(
    (name) => (labelled || !wantLabels.includes(name)) && (several || name !== 'metrics'),
  );
}

/**
 * Refuses what these images do not allow, before anything is computed.
 * @throws UserError naming the protocol or the class, and what to do.
 */
export function checkRequest({ protocols }: Pick<EvaluationRequest, 'protocols'>, dataset: Dataset): void {
  if (protocols.includes('metrics') && dataset.test.images.count < 2) {
    throw new UserError(
      `${dataset.source} has a single test image, and metrics are about how images lie to one another: add test images, or ask for something else`,
    );
  }
  const asked = wantLabels.filter((name) => protocols.includes(name));
  if (asked.length > 0) checkLabels(asked, dataset);
}

function checkLabels(asked: readonly ProtocolName[], dataset: Dataset): void {
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
