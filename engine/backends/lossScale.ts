import { backend, tensor1d, tidy, variable, type Tensor1D, type Variable } from '@tensorflow/tfjs-core';

/** What `device.lossScale` may be. */
export type LossScaleSetting = number | 'dynamic';

/** Of a dynamic scale, as PyTorch's GradScaler has them: its first value, and the good steps after which it is doubled. */
const firstScale = 2 ** 16;
const growEvery = 2000;

/** The loss scale of a backend that computes in mixed precision; it lives on the device. */
export interface LossScale {
  /** [6], see `lossScaleState`. */
  readonly state: Tensor1D & Variable;
  /** As `LossScaleUpdate` takes it. */
  readonly growEvery: number;
  /** Goes back to the first value, for a training that begins. */
  reset(): void;
}

/** A loss scale on the current backend. */
export function createLossScale(setting: LossScaleSetting): LossScale {
  const scale = setting === 'dynamic' ? firstScale : setting;
  const first = () => tensor1d([scale, 1 / scale, 0, 0, 0, 0], 'float32');
  const state = tidy(() => variable(first(), false)) as Tensor1D & Variable;
  return {
    state,
    growEvery: setting === 'dynamic' ? growEvery : 0,
    reset: () => tidy(() => state.assign(first())),
  };
}

/** The loss scale of the current backend; null where it computes in float32. */
export function openLossScale(): LossScale | null {
  const open: object = backend();
  return 'lossScale' in open ? (open as { readonly lossScale: LossScale | null }).lossScale : null;
}
