import type { RunConfig } from '../config/runConfig';
import { fineTuneRecipe, linearRecipe, scratchRecipe, supervisedRecipe } from '../evaluate/labelRecipes';
import type { EvaluationRequest } from '../runs/evaluationRecord';

/**
 * What an image costs that a network learns from with its label, and one that a classifier on a frozen network does: of ResNets on
 * a CPU, as a share of what its two views cost in contrastive training.
 */
const learning = 0.45;
const classifying = 0.07;
/** What is fitted to features that are computed once costs little beside the training, whatever the sizes. */
const fitted = { linear: 0.1, factors: 0.2, shortcut: 0.1 } as const;

/**
 * What evaluations of a run cost, as a share of its own training.
 * @param runImages images that it is trained on. Of images that a transfer goes to nothing is known before they are opened: they
 *   count as as many, unless the request has fewer.
 */
export function evaluationShare(
  requests: readonly EvaluationRequest[],
  config: Pick<RunConfig, 'epochs' | 'batchSize'>,
  runImages: number,
): number {
  const all = config.epochs * runImages;
  return requests.reduce(
    (sum, request) => sum + (fittedShare(request) + learntViews(request, config, runImages) / all),
    0,
  );
}

function fittedShare({ protocols, solver }: EvaluationRequest): number {
  return protocols
    .filter((name) => name in fitted && (name !== 'linear' || solver === 'lbfgs'))
    .reduce((sum, name) => sum + fitted[name as keyof typeof fitted], 0);
}

/** Images that are learnt from, over all epochs, weighed by what each costs. */
function learntViews(
  request: EvaluationRequest,
  config: Pick<RunConfig, 'epochs' | 'batchSize'>,
  runImages: number,
): number {
  const { protocols, labelShares, maxImages, target, solver } = request;
  const images = Math.min(maxImages, runImages);
  const asked = (name: EvaluationRequest['protocols'][number]) => protocols.includes(name);
  let sum = 0;
  if (asked('linear') && solver === 'sgd') {
    // On h and on z.
    sum += 2 * classifying * images * linearRecipe(images, request).epochs;
  }
  if (asked('supervised') || asked('transfer')) sum += learning * images * supervisedRecipe(config).epochs;
  for (const share of asked('semi-supervised') ? labelShares : []) {
    const fineTuning = fineTuneRecipe(share * images, share, request);
    sum += learning * share * images * (fineTuning.epochs + scratchRecipe(fineTuning).epochs);
  }
  if (asked('transfer')) {
    const targetImages = target?.trainImages ?? images;
    const fineTuning = fineTuneRecipe(targetImages, 1, request);
    // Ours and the supervised encoder are fine-tuned, another one begins anew.
    sum += learning * targetImages * (2 * fineTuning.epochs + scratchRecipe(fineTuning).epochs);
  }
  return sum;
}
