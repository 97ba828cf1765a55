import { loaderThreadCount } from '../augment/loaderThreadCount';
import { openViewLoader } from '../augment/openViewLoader';
import type { ViewLoader } from '../augment/viewLoader';
import type { PreparedRun } from './preparedRun';

/**
 * The loader of a run's views from a step on; the log says where the images are.
 * @throws UserError as `openViewLoader` does.
 */
export async function openRunLoader(
  { config, dataset, plan, reporter }: PreparedRun,
  step: number,
): Promise<ViewLoader> {
  const loader = await openViewLoader({
    images: dataset.train.images,
    imageSize: dataset.imageSize,
    batchSize: config.batchSize,
    microBatch: config.microBatch,
    augment: config.augment,
    seed: config.seed,
    threads: loaderThreadCount(config.device.loaderThreads),
    start: { epoch: Math.floor(step / plan.stepsPerEpoch), stepInEpoch: step % plan.stepsPerEpoch },
  });
  if (loader.place !== null) reporter.info(loader.place);
  return loader;
}
