import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { assetPath } from '../../assets';

/** A build of the WebAssembly kernels. */
export interface CpuBuild {
  readonly name: 'wide' | 'narrow' | 'plain';
  readonly description: string;
  /** Whether a product and a sum are rounded once. Builds that agree in this give the same numbers bit for bit. */
  readonly fused: boolean;
  /** Columns of a micro-kernel's tile. */
  readonly columns: 8 | 16;
}

/** All builds, the likely fastest first. */
export const cpuBuilds: readonly CpuBuild[] = [
  { name: 'wide', description: '256-bit vectors with fused multiply-add', fused: true, columns: 16 },
  { name: 'narrow', description: '128-bit vectors with fused multiply-add', fused: true, columns: 8 },
  { name: 'plain', description: '128-bit vectors', fused: false, columns: 8 },
];

/**
 * Compiles a build with V8's optimising compiler at once, so that the first step is as fast as the last; null where
 * the runtime lacks what the build needs (relaxed SIMD before Node 22).
 */
export function compileCpuBuild(build: CpuBuild): WebAssembly.Module | null {
  const bytes = readFileSync(assetPath(`cpu.${build.name}.wasm`));
  if (!WebAssembly.validate(bytes)) return null;
  // V8 joins pairs of 128-bit operations where it can use 256-bit registers; it knows the flag since version 13.
  if (build.name === 'wide' && Number(process.versions.v8.split('.')[0]) >= 13) {
    setFlagsFromString('--experimental-wasm-revectorize');
  }
  setFlagsFromString('--no-liftoff');
  try {
    return new WebAssembly.Module(bytes);
  } finally {
    setFlagsFromString('--liftoff');
  }
}
