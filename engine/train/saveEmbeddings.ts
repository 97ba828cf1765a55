import { describeImages } from '../evaluate/describeImages';
import { embed, embeddingBatch } from '../evaluate/embed';
import { chooseEvaluationImages } from '../evaluate/evaluationSplits';
import { writeEmbeddings } from '../runs/embeddings';
import { isDue } from './dueSteps';
import type { PreparedRun } from './preparedRun';

/** Images whose embeddings are kept on the way: enough to see a space form, and a moment's work. */
const mostOnTheWay = 1000;

/** Times on the way at which embeddings are kept, about: more would fill the disk and show nothing new. */
const mostTimes = 60;

/**
 * Writes h and z of the evaluation images, at most `evaluate.maxImages` of them, into `embeddings/step-…/`: see
 * `writeEmbeddings`. As many images of each class as of any other, chosen by the run's seed.
 */
export function saveEmbeddings(run: PreparedRun, step: number): Promise<void> {
  return save(run, step, run.config.evaluate.maxImages);
}

/** The same of at most a thousand images, which are among those of the end: the space on its way. */
export function saveEmbeddingsOnTheWay(run: PreparedRun, step: number): Promise<void> {
  return save(run, step, Math.min(mostOnTheWay, run.config.evaluate.maxImages));
}

/**
 * Whether embeddings on the way are kept at `step`: with each checkpoint that is due, or with every second, third, …
 * where there are many, so that a run of any length keeps about sixty. They stay when the checkpoint goes.
 */
export function embeddingsDue(step: number, { config, plan }: Pick<PreparedRun, 'config' | 'plan'>): boolean {
  const { everyEpochs } = config.checkpoint;
  const checkpoints = plan.totalSteps / plan.stepsPerEpoch / everyEpochs;
  const every = Math.max(1, Math.ceil(checkpoints / mostTimes));
  return isDue(step, everyEpochs * every, plan.stepsPerEpoch);
}

async function save({ dataset, config, learner, writer, signal }: PreparedRun, step: number, most: number) {
  const { test } = chooseEvaluationImages(dataset, most, config.seed);
  const embedding = await embed(learner, test, embeddingBatch(config), () => {
    signal.throwIfAborted();
  });
  const images = describeImages(dataset, test.indices, config.seed);
  writeEmbeddings(writer.paths.embeddings, step, embedding, images);
}
