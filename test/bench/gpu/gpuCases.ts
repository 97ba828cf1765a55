import { convolutionCases } from './convolutionCases';
import type { GpuCase } from './gpuCase';
import type { GpuSizes } from './gpuSizes';
import { kernelCases } from './kernelCases';
import { loopCase, mixedLoopCase } from './loopCases';
import { productCases } from './productCases';
import { compiledStepCase, mixedStepCase, stepCase } from './stepCases';
import { updateCases } from './updateCases';
import { viewCases } from './viewCases';

/**
 * All cases, those that matter most first: time may be short. A compiled peer takes minutes, so those of the later networks
 * come late, but before the many convolutions.
 */
export function gpuCases(sizes: GpuSizes): GpuCase[] {
  const ways = [stepCase, mixedStepCase, loopCase, mixedLoopCase];
  const networks = sizes.networks.map((network) => ways.map((way) => way(network, sizes)));
  const compiled = sizes.networks.map((network) => compiledStepCase(network, sizes));
  return [
    ...networks.slice(0, 1).flat(),
    ...compiled.slice(0, 1),
    ...productCases(sizes),
    ...networks.slice(1).flat(),
    ...kernelCases(sizes),
    ...updateCases(sizes),
    ...viewCases(sizes),
    ...compiled.slice(1, 2),
    ...convolutionCases(sizes),
    ...compiled.slice(2),
  ];
}
