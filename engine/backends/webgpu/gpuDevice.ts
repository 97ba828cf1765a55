/** Features that our programs or tfjs's use where the adapter has them. */
const useful: readonly string[] = [
  'shader-f16',
  'subgroups',
  'chromium-experimental-subgroup-matrix',
  'timestamp-query',
];

/** A device with every limit that the adapter has, and those of its features that are of use. */
export function openGpuDevice(adapter: GPUAdapter): Promise<GPUDevice> {
  const requiredLimits: Record<string, number> = {};
  // Getters of the prototype, which only this loop lists.
  for (const name in adapter.limits) {
    const value = adapter.limits[name as keyof GPUSupportedLimits];
    if (typeof value === 'number') requiredLimits[name] = value;
  }
  return adapter.requestDevice({
    requiredFeatures: useful.filter((feature) => adapter.features.has(feature)) as GPUFeatureName[],
    requiredLimits,
  });
}
