import { env, findBackend, registerBackend, removeBackend, setBackend } from '@tensorflow/tfjs-core';
import type { KernelBackend } from '@tensorflow/tfjs-core';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { cudaPackageName } from '../../protocol/cudaPackage';
import type { CudaPackage } from './cudaPackage';
import { CudaProblem } from './cudaProblem';
import { loadProblem } from './loadProblem';
import { restoreUtilities } from './removedUtilities';
import type { VisibleGpu } from './visibleGpu';

/** Name under which tfjs-node registers its backend and its kernels. */
export const CUDA_BACKEND = 'tensorflow';

/** The backend of tfjs-node, as far as there is a use for it. */
export interface TensorflowBackend extends KernelBackend {
  /** False where TensorFlow found no GPU, or not the libraries for one, and computes on the processor. */
  readonly isUsingGpuDevice: boolean;
}

/** Of the environment, unless the user has set it: TensorFlow and CUDA read it once, when they are loaded. */
const defaults: Readonly<Record<string, string>> = {
  // Errors only; what is a warning to us we find out ourselves.
  TF_CPP_MIN_LOG_LEVEL: '2',
  // A run must leave memory to others, and to the editor.
  TF_FORCE_GPU_ALLOW_GROWTH: 'true',
  // A resumed run is to give the same numbers.
  TF_CUDNN_DETERMINISTIC: '1',
  // float32 is float32: from Ampere on, TensorFlow's products and convolutions would keep ten bits of the fraction.
  NVIDIA_TF32_OVERRIDE: '0',
  // As the driver's own program numbers GPUs.
  CUDA_DEVICE_ORDER: 'PCI_BUS_ID',
  // Kernels that were compiled for a GPU newer than the package stay compiled.
  CUDA_CACHE_MAXSIZE: String(2 ** 31),
};

/** There is one in a process, with the one GPU that it sees: TensorFlow cannot be unloaded. */
let loaded: { readonly backend: TensorflowBackend; readonly gpu: VisibleGpu } | null = null;

/** The GPU that TensorFlow computes on in this process; null where it is not loaded. */
export function loadedGpu(): VisibleGpu | null {
  return loaded?.gpu ?? null;
}

/**
 * Loads TensorFlow from a package and makes its backend tfjs's current one; a second time, the same again. One that is
 * open is closed first.
 *
 * The package brings a copy of tfjs-core, and registers its backend and kernels with that. All copies in a process
 * share one registry and one engine, which tfjs keeps in a global, so that they are ours too.
 * @param gpu the only one that TensorFlow is to see; it counts the first time, see `loadedGpu`.
 * @throws CudaProblem where it does not load.
 */
export async function loadCuda(found: CudaPackage, gpu: VisibleGpu): Promise<TensorflowBackend> {
  closeCuda();
  const { backend } = (loaded ??= { backend: load(found, gpu), gpu });
  if ((findBackend(CUDA_BACKEND) as unknown) === null) registerBackend(CUDA_BACKEND, () => backend);
  await setBackend(CUDA_BACKEND);
  return backend;
}

function load({ folder }: CudaPackage, gpu: VisibleGpu): TensorflowBackend {
  for (const [name, value] of Object.entries(defaults)) process.env[name] ??= value;
  process.env['CUDA_VISIBLE_DEVICES'] = gpu.entry;
  if (process.platform === 'win32') {
    // Its installer puts the library where the addon for a newer Node.js is looked for.
    process.env['PATH'] = `${join(folder, 'deps', 'lib')}${delimiter}${process.env['PATH'] ?? ''}`;
  }
  const load = createRequire(join(folder, 'package.json'));
  restoreUtilities(load('node:util') as Record<string, unknown>);
  // Its copy of tfjs registers once more what is there, and would warn of each.
  const quiet = env().getBool('PROD');
  env().set('PROD', true);
  try {
    load(folder);
  } catch (error) {
    throw loadProblem(error, folder);
  } finally {
    env().set('PROD', quiet);
  }
  const backend = findBackend(CUDA_BACKEND) as TensorflowBackend | null;
  if (backend === null)
    throw new CudaProblem(`${folder} brings no backend`, `install ${cudaPackageName} anew`);
  const { write } = backend;
  // Its addon is written for memory that JavaScript does not share among threads, as the view loader's is.
  backend.write = (values, shape, dtype) =>
    write.call(backend, isShared(values) ? values.slice() : values, shape, dtype);
  return backend;
}

/** Closes the backend; nothing where it is not open. TensorFlow stays in memory. */
export function closeCuda(): void {
  if (findBackend(CUDA_BACKEND) as unknown) removeBackend(CUDA_BACKEND);
}

function isShared(values: unknown): values is Float32Array | Int32Array | Uint8Array {
  return ArrayBuffer.isView(values) && values.buffer instanceof SharedArrayBuffer;
}
