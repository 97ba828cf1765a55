import { dispose, tensor1d, type Scalar, type Tensor, type Variable } from '@tensorflow/tfjs-core';
import * as z from 'zod';
import { openLossScale, type LossScale } from '../backends/lossScale';
import { copyTensors } from '../ops/copyTensors';
import { lossScaleState, lossScaleUpdate } from '../ops/lossScaleUpdate';
import { restoreSkipped } from '../ops/restoreSkipped';
import type { Json } from '../runs/trainingState';

/** How the loss scale stands after a step. */
export interface ScalingReport {
  readonly scale: number;
  /** Steps that were skipped: in all, and in a row up to this one. */
  readonly skipped: number;
  readonly skippedInARow: number;
}

/** What a checkpoint holds of it. */
const savedSchema = z.object({ lossScale: z.array(z.number()).length(lossScaleState.length) });

/**
 * Keeps the gradients of mixed precision from doing harm: a step in which they became too large for 16-bit floats, or not
 * finite otherwise, is undone as a whole, and the scale is halved. All of it is decided on the device, and nobody waits for it.
 *
 * A skipped step is a step of the run all the same: its batch is gone, and the schedule and Adam's correction of its bias count
 * it.
 */
export class LossScaling {
  private copies: readonly Tensor[] = [];

  private constructor(private readonly lossScale: LossScale) {}

  /** Of the current backend; null where it computes in float32. */
  static open(): LossScaling | null {
    const lossScale = openLossScale();
    return lossScale === null ? null : new LossScaling(lossScale);
  }

  /** Goes back to the first scale, for a training that begins on a backend where there was another. */
  reset(): void {
    this.lossScale.reset();
  }

  /** Before a step: notes what the variables are that it will change. */
  begin(variables: readonly Variable[]): void {
    this.copies = copyTensors(variables);
  }

  /**
   * After the step: undoes it where it is to be skipped, and moves the scale.
   * @param norm length of the step's gradients.
   * @param variables those of `begin`.
   */
  end(norm: Scalar, variables: readonly Variable[]): void {
    const { copies } = this;
    const { state, growEvery } = this.lossScale;
    const next = lossScaleUpdate(norm, state, growEvery);
    state.assign(next);
    next.dispose();
    const pairs = variables.flatMap((made, index) => {
      const was = copies[index];
      return was ? [{ made, was }] : [];
    });
    restoreSkipped(state, pairs).forEach((value, index) => {
      variables[index]?.assign(value);
      value.dispose();
    });
    dispose([...copies]);
    this.copies = [];
  }

  /** How it stands. Waits for the device. */
  async read(): Promise<ScalingReport> {
    const values = await this.lossScale.state.data();
    const value = (name: (typeof lossScaleState)[number]) => values[lossScaleState.indexOf(name)] ?? NaN;
    return {
      scale: value('scale'),
      skipped: value('skipped'),
      skippedInARow: value('skippedInARow'),
    };
  }

  /** What a checkpoint must hold, to go on as if the run had never stopped. Waits for the device. */
  async save(): Promise<Json> {
    return { lossScale: [...(await this.lossScale.state.data())] };
  }

  /** Goes back to what `save` gave; stays as it is where a checkpoint holds none, as those of float32 do. */
  restore(saved: Json): void {
    const parsed = savedSchema.safeParse(saved);
    if (!parsed.success) return;
    const value = tensor1d(parsed.data.lossScale, 'float32');
    this.lossScale.state.assign(value);
    value.dispose();
  }
}
