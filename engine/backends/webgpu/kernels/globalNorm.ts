import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import { sizeOf, type GpuBackend } from '../gpuBackend';
import { elementsPerShare, rootOfSumCode, squaredLengthsCode } from '../shaders/globalNorm';
import { u32 } from '../uniforms';
import { inGroups, parts } from './tiles';

/** Kernel `GlobalNorm`, see `engine/ops/globalNorm.ts`. */
export const globalNorm: KernelFunc = ({ inputs, backend }) => {
  const tensors = Object.values(inputs as Readonly<Record<string, TensorInfo>>);
  const gpu = backend as GpuBackend;
  let shares = 0;
  const places = tensors.map((tensor) => {
    const first = shares;
    shares += parts(sizeOf(tensor), elementsPerShare);
    return { tensor, first };
  });
  const lengths = gpu.output([shares]);
  for (const some of inGroups(places, gpu.mostBindings - 1)) {
    const most = Math.max(...some.map(({ tensor }) => parts(sizeOf(tensor), elementsPerShare)));
    gpu.run(
      { name: 'squaredLengths', code: squaredLengthsCode(some.length) },
      [...some.map(({ tensor }) => tensor), lengths],
      [most, some.length],
      some.flatMap(({ tensor, first: place }) => [u32(sizeOf(tensor)), u32(place)]),
    );
  }
  const out = gpu.output([]);
  gpu.run({ name: 'rootOfSum', code: rootOfSumCode }, [lengths, out], [1], [u32(shares)]);
  gpu.disposeData(lengths.dataId);
  return out;
};
