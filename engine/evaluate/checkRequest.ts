import type { Dataset, Split } from '../data/dataset';
import { UserError } from '../errors';
import type { EvaluationRequest, ProtocolName } from '../runs/evaluationRecord';
import { isLabelled } from './evaluationSplits';

/** What is about classes. */
export const wantLabels: readonly ProtocolName[] = ['linear', 'knn', 'semi-supervised', 'supervised'];
/** What is about how images lie to one another. */
const wantSeveral: readonly ProtocolName[] = ['metrics', 'shortcut'];

/**
 * What can be evaluated on these images: without labels nothing that is about classes, and of a single test image
 * neither metrics nor the colour shortcut.
 */
export function possibleProtocols(
  dataset: Dataset,
  protocols: readonly ProtocolName[],
): readonly ProtocolName[] {
  const labelled = isLabelled(dataset);
  const several = dataset.test.images.count > 1;
  return protocols.filter(
    (name) => (labelled || !wantLabels.includes(name)) && (several || !wantSeveral.includes(name)),
  );
}

/**
 * Refuses what these images do not allow, before anything is computed.
 * @throws UserError naming the protocol or the class, and what to do.
 */
export function checkRequest(request: EvaluationRequest, dataset: Dataset): void {
  const { protocols, labelShares, target } = request;
  if (target !== null && target.shapes !== null && target.source !== 'builtin') {
    throw new UserError(
      `only built-in images are of shapes, and the target is ${target.source}: leave the shapes out, or name "builtin"`,
    );
  }
  const lonely = wantSeveral.filter((name) => protocols.includes(name));
  if (lonely.length > 0 && dataset.test.images.count < 2) {
    throw new UserError(
      `${dataset.source} has a single test image, and ${lonely.join(' and ')} are about how images lie to one another: add test images, or ask for something else`,
    );
  }
  const asked = wantLabels.filter((name) => protocols.includes(name));
  if (asked.length > 0) checkLabels(asked, dataset);
  if (protocols.includes('semi-supervised')) checkShares(labelShares, dataset);
  if (protocols.includes('transfer') && target === null) {
    throw new UserError(
      'transfer needs a target: name the labelled images that the encoder is transferred to',
    );
  }
}

function checkShares(shares: readonly number[], { train, classes }: Dataset): void {
  const labelled = train.labels?.filter((label) => label >= 0).length ?? 0;
  const needed = classes?.length ?? 0;
  const small = shares.find((share) => Math.round(share * labelled) < needed);
  if (small === undefined) return;
  throw new UserError(
    `${100 * small} % of ${labelled} labels is less than one for each of the ${needed} classes: ask for shares from ${Math.ceil((100 * needed) / labelled)} % on`,
  );
}

/** Refuses images without labels, and classes that only test images are of. @throws UserError */
export function checkLabels(asked: readonly ProtocolName[], dataset: Dataset): void {
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
