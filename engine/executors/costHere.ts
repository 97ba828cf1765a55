import type { Study } from '../studies/studySchema';
import type { StudyTask } from '../studies/studyTasks';
import { checkImages } from './checkImages';
import { estimateCost, type CostEstimate } from './estimateCost';
import { ImageFacts } from './imageFacts';

/**
 * What runs of a study will take on this machine, once their images have been found fit for it: each set is looked at once.
 * @param where absolute path that relative sources of images refer to, and runs at a time, if they are chosen.
 * @throws UserError as `checkImages` and `estimateCost`.
 */
export async function costHere(
  study: Pick<Study, 'measures'>,
  tasks: readonly StudyTask[],
  { baseFolder, workers }: { readonly baseFolder: string; readonly workers?: number | undefined },
): Promise<CostEstimate> {
  const images = new ImageFacts(baseFolder);
  await checkImages(study, tasks, images);
  return estimateCost(tasks, { images, workers });
}
