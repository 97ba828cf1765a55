import { cudaPackageName } from '../../protocol/cudaPackage';
import { nvidiaGpus, type NvidiaGpu } from '../nvidiaGpus';
import { productTest, type ProductTest } from '../productTest';
import { replaceKernels } from '../replaceKernels';
import { convolutionTest } from './convolutionTest';
import { findCudaPackage, notInstalled, type CudaPackage } from './cudaPackage';
import { CudaProblem } from './cudaProblem';
import { closeCuda, CUDA_BACKEND, loadCuda } from './loadCuda';
import { missingLibraries } from './missingLibraries';
import { paddedKernels } from './paddedKernels';

/** The CUDA backend as opened. */
export interface OpenedCudaBackend {
  readonly found: CudaPackage;
  /** Name of the GPU; null where its driver's program does not tell. */
  readonly gpu: string | null;
  readonly test: ProductTest;
}

/** Side of the matrix product that is timed. */
const timedSide = 2048;

/**
 * Opens TensorFlow on an NVIDIA GPU, tests it and makes it tfjs's current backend.
 * @param gpu "auto", a part of the GPU's name, or its number in the list of its driver (`nvidia-smi`), from 0. Which one
 * it is, is settled the first time in a process.
 * @param say is told, before it begins, of what may take minutes.
 * @throws CudaProblem where it is not installed, does not load, has no GPU or computes wrong numbers.
 */
export async function openCudaBackend(
  gpu = 'auto',
  say: (line: string) => void = () => undefined,
): Promise<OpenedCudaBackend> {
  const found = findCudaPackage();
  if (found === null) throw notInstalled();
  const gpus = await nvidiaGpus();
  const visible = gpuNumber(gpus, gpu);
  const { isUsingGpuDevice } = await loadCuda(found, visible);
  try {
    if (!isUsingGpuDevice) throw noGpu(gpus);
    replaceKernels(CUDA_BACKEND, paddedKernels);
    say('Warming up CUDA: on a GPU newer than CUDA 11.2 (after Ampere) the first time takes minutes.');
    const test = (await convolutionTest()) ? await productTest(timedSide) : { passed: false, gflops: 0 };
    if (!test.passed) {
      throw new CudaProblem(
        'TensorFlow computes wrong numbers on this GPU',
        'check that its driver and cuDNN 8.1 go together, or use "webgpu"',
      );
    }
    const number = visible ?? Number(process.env['CUDA_VISIBLE_DEVICES'] ?? 0);
    return { found, gpu: gpus[number]?.name ?? null, test };
  } catch (error) {
    closeCuda();
    if (error instanceof CudaProblem) throw error;
    const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    const remedy = 'check that the driver, CUDA 11.2 and cuDNN 8.1 go together, or use "webgpu"';
    throw new CudaProblem(`TensorFlow fails on the GPU (${line.trim()})`, remedy, { cause: error });
  }
}

/**
 * The number of the GPU that is meant; null for "auto".
 * @throws CudaProblem naming `device.gpu` where there is none.
 */
export function gpuNumber(gpus: readonly NvidiaGpu[], gpu: string): number | null {
  const wanted = gpu.trim().toLowerCase();
  if (wanted === 'auto') return null;
  const number = /^\d+$/.test(wanted)
    ? Number(wanted)
    : gpus.findIndex(({ name }) => name.toLowerCase().includes(wanted));
  if (number in gpus) return number;
  const names = gpus.map(({ name }, index) => `${index} (${name})`).join(', ');
  throw new CudaProblem(
    `device.gpu: there is no NVIDIA GPU "${gpu}" here`,
    gpus.length === 0 ? 'nvidia-smi lists none' : `there is ${names}`,
  );
}

/** Why TensorFlow has found no GPU and would compute on the processor. */
function noGpu(gpus: readonly NvidiaGpu[]): CudaProblem {
  const missing = missingLibraries();
  const [first = ''] = missing;
  if (gpus.length === 0 && (missing.length === 0 || /cuda\.(so|dll)/.test(first))) {
    return new CudaProblem(
      'there is no NVIDIA GPU with a working driver',
      'install its driver (nvidia-smi lists the GPU then), or use "webgpu" or "cpu"',
    );
  }
  if (missing.length > 0) {
    return new CudaProblem(
      `TensorFlow does not find ${missing.join(', ')}`,
      'install CUDA 11.2 and cuDNN 8.1, and name their folders in LD_LIBRARY_PATH (Windows: PATH)',
    );
  }
  return new CudaProblem(
    'TensorFlow finds no GPU that it can use',
    `look at what it prints with TF_CPP_MIN_LOG_LEVEL=0, and whether CUDA_VISIBLE_DEVICES hides the GPU from ${cudaPackageName}`,
  );
}
