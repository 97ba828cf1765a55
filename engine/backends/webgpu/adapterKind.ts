/** Whether an adapter computes on a GPU of its own, on one that shares the CPU's memory, or on the CPU. */
export type AdapterKind = 'discrete' | 'integrated' | 'software';

/** What WebGPU tells of an adapter. */
export interface AdapterNames {
  readonly vendor: string;
  readonly architecture: string;
  readonly description: string;
  readonly isFallbackAdapter: boolean;
}

/**
 * The kind of an adapter. WebGPU does not tell it, but for adapters in software; names do. A GPU that no name tells counts
 * as discrete: that only says which is tried first.
 */
export function adapterKind(name: string, info: AdapterNames): AdapterKind {
  const text = `${name} ${info.description} ${info.architecture}`.toLowerCase();
  if (info.isFallbackAdapter || /swiftshader|llvmpipe|lavapipe|softpipe|basic render|warp/.test(text)) {
    return 'software';
  }
  switch (info.vendor.toLowerCase()) {
    case 'apple':
    case 'arm':
    case 'qualcomm':
      return 'integrated';
    case 'intel':
      return /\barc\b|\bdg[12]\b|battlemage|alchemist|max/.test(text) ? 'discrete' : 'integrated';
    case 'amd':
      // APUs are "AMD Radeon Graphics", "… Vega 8 Graphics", or have the name of their chip.
      return /radeon(\(tm\))? graphics|vega \d+ graphics|\b\d{3}m\b|renoir|cezanne|rembrandt|phoenix|raphael|strix/.test(
        text,
      )
        ? 'integrated'
        : 'discrete';
    default:
      return 'discrete';
  }
}
