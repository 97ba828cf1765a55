/** The npm package of TensorFlow with CUDA. Too large for a dependency, so that it is looked for at run time. */
export const cudaPackageName = '@tensorflow/tfjs-node-gpu';

/** Its only version that goes with ours of tfjs, of which it has a copy of its own: the same. */
export const cudaPackageVersion = '4.22.0';

/** Environment variable of an engine with further folders to look in before all others, in the form of PATH. */
export const cudaFoldersVariable = 'SIMCLR_CUDA_PATH';

/** Whether there is a build of it. */
export function cudaIsBuiltFor(platform: string, arch: string): boolean {
  return arch === 'x64' && (platform === 'linux' || platform === 'win32');
}
