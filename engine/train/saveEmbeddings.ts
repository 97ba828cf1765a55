import { join } from 'node:path';
import { embed, embeddingBatch } from '../evaluate/embed';
import { chooseEvaluationImages } from '../evaluate/evaluationSplits';
import { writeFileAtomic } from '../runs/atomicFile';
import { makeFolder } from '../runs/makeFolder';
import { npyBytes } from '../runs/npy';
import type { PreparedRun } from './preparedRun';

/**
 * Writes h and z of the evaluation images, at most `evaluate.maxImages` of them, into `embeddings/step-…/`: `h.npy` and
 * `z.npy`, a row an image, and `images.json` with the images' names, classes and the names of the classes.
 */
export async function saveEmbeddings(run: PreparedRun, step: number): Promise<void> {
  const { dataset, config, learner, writer, signal } = run;
  const { test } = chooseEvaluationImages(dataset, config.evaluate.maxImages, config.seed);
  const { h, z } = await embed(learner, test, embeddingBatch(config), () => {
    signal.throwIfAborted();
  });
  const folder = join(writer.paths.embeddings, `step-${String(step).padStart(8, '0')}`);
  makeFolder(folder);
  writeFileAtomic(join(folder, 'h.npy'), npyBytes(h.data, h.count, h.size));
  writeFileAtomic(join(folder, 'z.npy'), npyBytes(z.data, z.count, z.size));
  const { ids, labels } = dataset.test;
  const images = {
    split: 'test',
    classes: dataset.classes,
    ids: Array.from(test.indices, (i) => ids[i]),
    labels: labels && Array.from(test.indices, (i) => labels[i]),
  };
  writeFileAtomic(join(folder, 'images.json'), `${JSON.stringify(images)}\n`);
}
