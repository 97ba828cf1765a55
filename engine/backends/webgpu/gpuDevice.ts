import { usefulFeatures } from './findAdapters';

/** A device with every limit that the adapter has, and those of its features that are of use. */
export function openGpuDevice(adapter: GPUAdapter): Promise<GPUDevice> {
  const requiredLimits: Record<string, number> = {};
  // Getters of the prototype, which only this loop lists.
  for (const name in adapter.limits) {
    const value = adapter.limits[name as keyof GPUSupportedLimits];
    if (typeof value === 'number') requiredLimits[name] = value;
  }
  return adapter.requestDevice({
    requiredFeatures: usefulFeatures.filter((feature) => adapter.features.has(feature)) as GPUFeatureName[],
    requiredLimits,
  });
}
