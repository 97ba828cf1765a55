import { openBackend } from '../backends/openBackend';
import type { ComputedEmbeddings, EmbeddingParams } from '../protocol/embeddingProtocol';
import { UserError } from '../errors';
import { listCheckpoints, readCheckpoint } from '../runs/checkpoints';
import { writeEmbeddings } from '../runs/embeddings';
import { readRun } from '../runs/readRun';
import { describeImages } from './describeImages';
import { embed, embeddingBatch } from './embed';
import { chooseEvaluationImages } from './evaluationSplits';
import { tellWarmingUp, type EvaluationHooks } from './evaluationHooks';
import { openFrozen } from './frozenNetwork';
import { openRunData } from './openRunData';

/**
 * Embeds the evaluation images of a run with the checkpoint of `step`, and writes what a run writes at its end: h and z
 * of at most `evaluate.maxImages` images, into `embeddings/`.
 * @throws UserError when the checkpoint or the images are gone; the signal's reason when it aborts. Nothing is written
 * then.
 */
export async function computeEmbeddings(
  { runFolder, step }: EmbeddingParams,
  hooks: EvaluationHooks,
): Promise<ComputedEmbeddings> {
  const run = readRun(runFolder);
  const file = listCheckpoints(run.paths.checkpoints).find((checkpoint) => checkpoint.step === step);
  if (file === undefined) {
    throw new UserError(`${run.id} does not keep the checkpoint of step ${step}: choose another`);
  }
  const checkpoint = readCheckpoint(file.path);
  const { config } = checkpoint;
  const dataset = await openRunData(run, config, hooks);
  await openBackend(config.device, tellWarmingUp(hooks));
  const frozen = openFrozen(config, dataset.imageSize, checkpoint);
  try {
    const { test } = chooseEvaluationImages(dataset, config.evaluate.maxImages, config.seed);
    const total = test.indices.length;
    const tell = (done: number) => {
      hooks.signal.throwIfAborted();
      hooks.onProgress({ phase: 'embedding', done, total });
    };
    tell(0);
    const embedding = await embed(frozen, test, embeddingBatch(config), tell);
    writeEmbeddings(
      run.paths.embeddings,
      step,
      embedding,
      describeImages(dataset, test.indices, config.seed),
    );
    return { images: total };
  } finally {
    frozen.dispose();
  }
}
