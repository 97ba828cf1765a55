import type { RunConfig } from '../config/runConfig';
import { UserError } from '../errors';
import { createEncoder, type Encoder } from '../models/encoder';
import { createHead } from '../models/head';
import { assignVariables, prefixed } from '../models/namedVariables';
import type { NamedTensor } from '../runs/trainingState';
import type { Embedder } from './embed';

/** An encoder and a head that do not learn. */
export interface FrozenNetwork extends Embedder {
  readonly encoder: Encoder;
  dispose(): void;
}

/**
 * Opens an encoder that will learn, the caller's to dispose of: that of the checkpoint, the same network with its first
 * values, or one that has learnt the run's labels.
 */
export type OpenEncoder = (start: 'pretrained' | 'scratch' | 'supervised') => Encoder;

/**
 * The encoder and head of a checkpoint, or, where it is null, as they were before the first step.
 * @param imageSize side of a view in pixels.
 * @throws UserError when the checkpoint does not fit its own configuration.
 */
export function openFrozen(
  config: RunConfig,
  imageSize: number,
  checkpoint: { readonly path: string; readonly tensors: readonly NamedTensor[] } | null,
): FrozenNetwork {
  const encoder = createEncoder(config.encoder, imageSize, config.seed);
  const head = createHead(config.head, encoder.outputSize, config.seed);
  const dispose = () => {
    encoder.dispose();
    head.dispose();
  };
  if (checkpoint !== null) {
    try {
      for (const [prefix, network] of [
        ['encoder', encoder],
        ['head', head],
      ] as const) {
        assignVariables(
          prefixed(prefix, [...network.parameters, ...network.buffers]),
          checkpoint.tensors.filter(({ name }) => name.startsWith(`${prefix}.`)),
        );
      }
    } catch (error) {
      dispose();
      const reason = error instanceof Error ? error.message : String(error);
      throw new UserError(`${checkpoint.path} cannot be evaluated: ${reason}`);
    }
  }
  return { encoder, head, dispose };
}
