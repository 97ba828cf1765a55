/** Numbers of the WebAssembly kernels, as `assembly/dispatch.ts` knows them. Each one's fields are listed there. */
export const kernelNumbers = {
  packMatrix: 0,
  packFlipped: 1,
  gemm: 2,
  convolution: 3,
  filterGradient: 4,
  sumPartials: 5,
  affine: 6,
  normGradientSums: 7,
  normGradient: 8,
  averagePool: 9,
  averagePoolGradient: 10,
  binary: 11,
  momentumUpdate: 12,
  normalizeRows: 13,
  ntXentLoss: 14,
  ntXentGradient: 15,
  moments: 16,
  maxPool: 17,
  maxPoolGradient: 18,
  larsNorms: 19,
  larsUpdate: 20,
  adamUpdate: 21,
  winogradPack: 22,
  winograd: 23,
  winogradFilterGradient: 24,
  winogradFilterSum: 25,
} as const;

/** Name of a WebAssembly kernel. */
export type KernelName = keyof typeof kernelNumbers;
