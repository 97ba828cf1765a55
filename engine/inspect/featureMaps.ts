import { clone, dispose, tensor4d, tidy, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import { setImmediate } from 'node:timers/promises';
import type { Dataset } from '../data/dataset';
import { UserError } from '../errors';
import type { EvaluationHooks } from '../evaluate/evaluationHooks';
import type { ForwardMode } from '../models/parameter';
import type { FeatureImage, FeatureMaps } from '../protocol/featureMapsProtocol';
import type { FoundCheckpoint } from '../runs/findCheckpoint';
import { openTrained, type TrainedNetwork } from '../search/trainedNetwork';
import { chosenView } from './chosenView';
import { stageMaps, vectorActivations } from './stageMaps';

/** Of which checkpoint, which image, and who wants to know how it goes. */
export interface FeatureMapsOptions extends FoundCheckpoint, EvaluationHooks {
  readonly image: FeatureImage;
  /** Opens the images that the run was trained on, for one of them. */
  readonly dataset: () => Promise<Dataset>;
}

const evaluation: ForwardMode = { training: false, updateStatistics: false };

/**
 * What each stage of a checkpoint's encoder makes of one image, with the running statistics in batch norm and the view
 * that evaluations see.
 * @throws UserError when the checkpoint or the image cannot be used, or the activations are not finite; the signal's
 *   reason when it aborts.
 */
export async function featureMaps(options: FeatureMapsOptions): Promise<FeatureMaps<Uint8Array>> {
  const { run, image, dataset, signal, onProgress } = options;
  const trained = await openTrained(options, run.record.config.device, options);
  try {
    const { imageSize: side } = trained;
    const { view, ...known } = await chosenView(image, dataset, side);
    onProgress({ phase: 'embedding', done: 0, total: 1 });
    // A turn for the cancellation, and for the progress to be sent: what follows may hold this thread for a while.
    await setImmediate();
    signal.throwIfAborted();
    return {
      ...known,
      ...{ side, pixels: Uint8Array.from(view, (value) => Math.round(255 * value)) },
      ...(await activationsOf(trained, view)),
    };
  } finally {
    trained.frozen.dispose();
  }
}

async function activationsOf(
  { frozen, config, checkpoint, imageSize }: TrainedNetwork,
  view: Float32Array,
): Promise<Pick<FeatureMaps<Uint8Array>, 'stages' | 'h' | 'z'>> {
  const { encoder, head } = frozen;
  const outputs = tidy(() => {
    const stages: { name: string; activations: Tensor4D }[] = [];
    const images = tensor4d(view, [1, imageSize, imageSize, 3]);
    const h = encoder.apply(images, evaluation, (name, activations) => {
      stages.push({ name, activations: clone(activations) });
    });
    return { stages, h, z: head.apply(h, evaluation) };
  });
  // ReLU may turn what is not a number into zero on the way to h, so each is looked at.
  const finite = async (name: string, tensor: Tensor) => {
    const values = await tensor.data<'float32'>();
    if (values.every(Number.isFinite)) return values;
    throw new UserError(
      `${checkpoint.path} makes numbers of the image that are not finite (in ${name}): its training had diverged; use an earlier checkpoint, or train with a smaller learning rate`,
    );
  };
  try {
    const stages = [];
    for (const { name, activations } of outputs.stages) {
      const [, side, , channels] = activations.shape;
      stages.push(stageMaps(name, await finite(name, activations), side, channels));
    }
    const [h, z] = [await finite('h', outputs.h), await finite('z', outputs.z)];
    return {
      ...{ stages, h: vectorActivations(h) },
      z: config.head.type === 'none' ? null : vectorActivations(z),
    };
  } finally {
    dispose(outputs);
  }
}
