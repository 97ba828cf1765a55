import { cudaPackageName } from '../../protocol/cudaPackage';
import { ambiguity, fittingGpus, gpuList } from '../gpuNames';
import { nvidiaGpus, type NvidiaGpu } from '../nvidiaGpus';
import { productTest, type ProductTest } from '../productTest';
import { convolutionTest } from './convolutionTest';
import { findCudaPackage, notInstalled, type CudaPackage } from './cudaPackage';
import { CudaProblem } from './cudaProblem';
import { closeCuda, loadCuda } from './loadCuda';
import { missingLibraries } from './missingLibraries';
import { registerCudaKernels } from './registerCudaKernels';

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
 * @param gpu "auto", or what `fittingGpus` takes, of the list of its driver (`nvidia-smi`). Which one it is, is settled the
 * first time in a process.
 * @param say is told what may take minutes, before it begins, and which GPU was taken where several are meant.
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
  const several = visible === null ? null : ambiguity(gpus, gpu);
  if (several !== null) say(several);
  const { isUsingGpuDevice } = await loadCuda(found, visible);
  try {
    if (!isUsingGpuDevice) throw noGpu(gpus);
    registerCudaKernels();
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
  if (gpu.trim().toLowerCase() === 'auto') return null;
  const [number] = fittingGpus(gpus, gpu);
  if (number !== undefined) return number;
  throw new CudaProblem(
    `device.gpu: there is no NVIDIA GPU "${gpu}" here`,
    gpus.length === 0 ? 'nvidia-smi lists none' : `there is ${gpuList(gpus)}`,
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
