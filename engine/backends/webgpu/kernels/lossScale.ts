import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import { largestLossScale } from '../../../ops/lossScaleUpdate';
import { sizeOf, type GpuBackend } from '../gpuBackend';
import { copiesCode, elementsPerShare } from '../shaders/copies';
import { lossScaleUpdateCode } from '../shaders/lossScale';
import { f32, u32 } from '../uniforms';
import { inGroups, parts } from './tiles';

type Inputs = Readonly<Record<string, TensorInfo>>;

/** Where numbers come from, and where they go. */
interface Copy {
  readonly from: TensorInfo;
  readonly to: TensorInfo;
}

/** Kernel `LossScaleUpdate`, see `engine/ops/lossScaleUpdate.ts`. */
export const lossScaleUpdate: KernelFunc = ({ inputs, attrs, backend }) => {
  const { norm, state } = inputs as { norm: TensorInfo; state: TensorInfo };
  const { growEvery } = attrs as unknown as { growEvery: number };
  const gpu = backend as GpuBackend;
  const program = { name: 'lossScaleUpdate', code: lossScaleUpdateCode };
  gpu.run(program, [norm, state], [1], [u32(growEvery), f32(largestLossScale)]);
  return gpu.takeOver(state);
};

/** Kernel `CopyTensors`, see `engine/ops/copyTensors.ts`. */
export const copyTensors: KernelFunc = ({ inputs, backend }) => {
  const gpu = backend as GpuBackend;
  const copies = Object.values(inputs as Inputs).map((from) => ({ from, to: gpu.output(from.shape) }));
  copy(gpu, copies, []);
  return copies.map(({ to }) => to);
};

/** Kernel `RestoreSkipped`, see `engine/ops/restoreSkipped.ts`. */
export const restoreSkipped: KernelFunc = ({ inputs, backend }) => {
  const { state, ...pairs } = inputs as Inputs;
  const gpu = backend as GpuBackend;
  const copies = Array.from({ length: Object.keys(pairs).length / 2 }, (_, index): Copy => {
    const [from, to] = [pairs[`old${index}`], pairs[`new${index}`]];
    if (from === undefined || to === undefined) throw new Error(`tensor ${index} is not there twice`);
    return { from, to };
  });
  copy(gpu, copies, state === undefined ? [] : [state]);
  return copies.map(({ to }) => gpu.takeOver(to));
};

/** Copies as many tensors a dispatch as it has bindings for. @param condition the state that says whether to, or nothing. */
function copy(gpu: GpuBackend, copies: readonly Copy[], condition: readonly TensorInfo[]): void {
  for (const some of inGroups(copies, Math.floor((gpu.mostBindings - condition.length) / 2))) {
    gpu.run(
      { name: 'copies', code: copiesCode(some.length, condition.length > 0) },
      [...some.flatMap(({ from, to }) => [from, to]), ...condition],
      [Math.max(...some.map(({ from }) => parts(sizeOf(from), elementsPerShare))), some.length],
      some.map(({ from }) => u32(sizeOf(from))),
    );
  }
}
