import { UserError } from '../errors';
import { wantLabels } from '../evaluate/checkRequest';
import { inspectTarget } from '../evaluate/openTarget';
import type { Study } from '../studies/studySchema';
import type { StudyTask } from '../studies/studyTasks';
import type { ImageFacts } from './imageFacts';

/** Measures that runs without labels do not have: of the summary and of the metrics. */
const ofLabels = /^(linear|knn|probe)\./;

/**
 * Refuses what images do not allow before hours have gone into it: missing labels where an evaluation takes them or nothing is
 * measured without, and images to transfer to that are not there or have none.
 * @throws UserError naming the images, and what to do.
 */
export async function checkImages(
  { measures }: Pick<Study, 'measures'>,
  tasks: readonly StudyTask[],
  images: ImageFacts,
): Promise<void> {
  const needs = ({ from, path }: Study['measures'][number]) => from !== 'evaluation' && ofLabels.test(path);
  const measured = measures.every(needs) ? measures[0]?.label : undefined;
  const targets = new Set<string>();
  for (const { config, requests } of tasks) {
    const { classes, source, imageSize } = await images.of(config);
    const asked = requests.flatMap(({ protocols }) => protocols.filter((name) => wantLabels.includes(name)));
    const needing = asked[0] ?? measured;
    if (classes === null && needing !== undefined) {
      throw new UserError(
        `the images of ${source} have no labels, which "${needing}" of this study needs: sort them into a folder for each class, or name others`,
      );
    }
    for (const { protocols, target } of requests) {
      if (!protocols.includes('transfer')) continue;
      if (target === null) throw new UserError('the study transfers to no images: name them by --target');
      const key = JSON.stringify([target, imageSize]);
      if (!targets.has(key))
        await inspectTarget(target, imageSize, { baseFolder: images.baseFolder, seed: config.seed });
      targets.add(key);
    }
  }
}
