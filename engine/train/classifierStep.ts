import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { crossEntropy } from '../losses/crossEntropy';
import type { ForwardMode, Network } from '../models/parameter';
import { networkGradients } from './networkGradients';

/** What a step of learning from labels computes on. */
export interface ClassifierStepOptions {
  readonly encoder: Network<Tensor4D, Tensor2D>;
  /** A linear layer from h to the logits of the classes. */
  readonly classifier: Network<Tensor2D, Tensor2D>;
  /** Views of the images, [N, S, S, 3]; they stay the caller's. */
  readonly views: Tensor4D;
  /** Class of each view. */
  readonly labels: Int32Array;
  /**
   * Whether the classifier alone learns: the encoder then is applied as in evaluation, and neither its weights nor the
   * statistics of its batch norm move.
   */
  readonly frozen: boolean;
}

const training: ForwardMode = { training: true, updateStatistics: true };
const evaluation: ForwardMode = { training: false, updateStatistics: false };

/**
 * The loss of a batch (cross entropy, in nats), and its gradients: in the order of the encoder's parameters, then the
 * classifier's; of the latter alone where the encoder is frozen. The caller disposes of all of them.
 */
export function classifierStep(options: ClassifierStepOptions): {
  readonly loss: Scalar;
  readonly gradients: Tensor[];
} {
  const { encoder, classifier, views, labels, frozen } = options;
  if (!frozen) {
    const { value, gradients } = networkGradients([...encoder.parameters, ...classifier.parameters], () =>
      crossEntropy(classifier.apply(encoder.apply(views, training), training), labels),
    );
    return { loss: value as Scalar, gradients };
  }
  const h = tf.tidy(() => encoder.apply(views, evaluation));
  const { value, gradients } = networkGradients(classifier.parameters, () =>
    crossEntropy(classifier.apply(h, training), labels),
  );
  h.dispose();
  return { loss: value as Scalar, gradients };
}
