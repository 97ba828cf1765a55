import { setImmediate } from 'node:timers/promises';
import { UserError } from '../errors';
import { planEncoder } from '../models/encoderPlan';
import { readCheckpoint, type Checkpoint } from '../runs/checkpoints';
import type { FoundCheckpoint } from '../runs/findCheckpoint';
import { writeSafetensors } from '../runs/writeSafetensors';
import { withBatchCounts } from './batchCounts';
import { checkTensors } from './checkTensors';
import { describeNetwork, describeWeights, torchvisionModel } from './describeWeights';
import { encoderShapes, headShapes } from './networkShapes';
import { writeOnnx } from './onnx/writeOnnx';
import { isOfHead, torchTensors } from './torchTensors';

/** A kind of file that an encoder can be written to. */
export type ExportFormat = 'safetensors' | 'onnx';

/** What to export, and where to. */
export interface ExportOptions extends FoundCheckpoint {
  /** Absolute path of the file. */
  readonly path: string;
  readonly format: ExportFormat;
  /** Whether the projection head goes with it. */
  readonly head: boolean;
  readonly signal?: AbortSignal;
}

/** What was exported. */
export interface Exported {
  readonly config: Checkpoint['config'];
  readonly step: number;
  readonly imageSize: number;
  /** Size of the representation h. */
  readonly outputSize: number;
  /** The constructor of torchvision that takes the weights; null where none does. */
  readonly torchvision: string | null;
}

/**
 * Writes the encoder of a checkpoint as other programs read it: .safetensors with torchvision's names and PyTorch's
 * layouts, or .onnx, which holds the computation too.
 * @throws UserError when the checkpoint is damaged, has no head that was asked for, or the file cannot be written; @throws
 *   the signal's reason when it aborts. What was at the path is left as it was then.
 */
export async function exportEncoder(options: ExportOptions): Promise<Exported> {
  const { run, checkpoint, path, format, head, signal } = options;
  const { config, meta, tensors } = readCheckpoint(checkpoint.path);
  if (run.record.dataset === null) {
    throw new UserError(`${run.paths.record} does not say what the run was trained on: resume the run first`);
  }
  const { imageSize } = run.record.dataset;
  if (head && config.head.type === 'none') {
    throw new UserError(`${run.id} has no projection head, its z is h: leave --head out`);
  }
  const plan = planEncoder(config.encoder, imageSize);
  const weights = torchTensors(tensors).filter(({ name }) => head || !isOfHead(name));
  const shapes = [...encoderShapes(plan), ...(head ? headShapes(config.head, plan.outputSize) : [])];
  checkTensors(checkpoint.path, describeNetwork(config.encoder, plan), new Map(shapes), weights);
  const metadata = describeWeights({ config: config.encoder, imageSize, step: meta.step });
  // A turn for the signal: to read and to check holds the thread for a while.
  await setImmediate();
  signal?.throwIfAborted();
  if (format === 'onnx') {
    writeOnnx(path, { plan, weights, head: head ? config.head : null, metadata });
  } else {
    // "pt" is what other readers of the format look for.
    await writeSafetensors(path, withBatchCounts(weights, meta.step), { format: 'pt', ...metadata }, signal);
  }
  return {
    ...{ config, step: meta.step, imageSize, outputSize: plan.outputSize },
    torchvision: torchvisionModel(config.encoder, plan),
  };
}
