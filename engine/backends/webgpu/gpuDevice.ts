import { UserError } from '../../errors';
import { usefulFeatures } from './findAdapters';

/**
 * A device with every limit that the adapter has, and those of its features that are of use.
 * @param name of the GPU, for the sentence.
 * @throws UserError where its driver refuses.
 */
export async function openGpuDevice(adapter: GPUAdapter, name: string): Promise<GPUDevice> {
  const requiredLimits: Record<string, number> = {};
  // Getters of the prototype, which only this loop lists.
  for (const name in adapter.limits) {
    const value = adapter.limits[name as keyof GPUSupportedLimits];
    if (typeof value === 'number') requiredLimits[name] = value;
  }
  try {
    return await adapter.requestDevice({
      requiredFeatures: usefulFeatures.filter((feature) => adapter.features.has(feature)) as GPUFeatureName[],
      requiredLimits,
    });
  } catch (error) {
    const [why = ''] = (error instanceof Error ? error.message : String(error)).split('\n', 1);
    throw new UserError(
      `the GPU ${name} cannot be opened${why === '' ? '' : ` (${why})`}: another program may have it to itself or fill its memory. End that one, or compute with --backend cpu`,
    );
  }
}
