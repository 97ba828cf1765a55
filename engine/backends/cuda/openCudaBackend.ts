import { setImmediate } from 'node:timers/promises';
import { cudaPackageName } from '../../protocol/cudaPackage';
import { ambiguity, isAnyGpu } from '../gpuNames';
import { nvidiaGpus, type NvidiaGpu } from '../nvidiaGpus';
import { productTest, type ProductTest } from '../productTest';
import { replaceKernels } from '../replaceKernels';
import { convolutionTest } from './convolutionTest';
import { checkVersion, findCudaPackage, notInstalled, type CudaPackage } from './cudaPackage';
import { CudaProblem } from './cudaProblem';
import { closeCuda, CUDA_BACKEND, loadCuda, loadedGpu } from './loadCuda';
import { missingLibraries } from './missingLibraries';
import { paddedKernels } from './paddedKernels';
import { chooseVisibleGpu, gpuText, type VisibleGpu } from './visibleGpu';

/** The CUDA backend as opened. */
export interface OpenedCudaBackend {
  readonly found: CudaPackage;
  /** Name of the GPU; null where its driver's program does not tell. */
  readonly gpu: string | null;
  readonly test: ProductTest;
}

/** Side of the matrix product that is timed. */
const timedSide = 2048;

/** What whoever started this process has left to it: TensorFlow is shown one of them. */
const givenGpus = process.env['CUDA_VISIBLE_DEVICES'];

/**
 * Opens TensorFlow on an NVIDIA GPU, tests it and makes it tfjs's current backend.
 * @param wanted "auto", or what `fittingGpus` takes, of the list of its driver (`nvidia-smi`). Which one it is, is settled the
 * first time in a process.
 * @param say is told, before it begins, of what may take minutes, with a turn for it to pass that on: this thread does
 * nothing else meanwhile; and which GPU was taken where several are meant.
 * @throws CudaProblem where it is not installed, does not load, has no such GPU or computes wrong numbers.
 */
export async function openCudaBackend(
  wanted = 'auto',
  say: (line: string) => void = () => undefined,
): Promise<OpenedCudaBackend> {
  const found = findCudaPackage();
  if (found === null) throw notInstalled();
  const gpus = await nvidiaGpus();
  const gpu = settleGpu(gpus, wanted);
  const named = !isAnyGpu(wanted) && gpu.number !== null;
  const several = named ? ambiguity(gpus ?? [], wanted, gpu.number) : null;
  if (several !== null) say(several);
  if (loadedGpu() === null) {
    checkVersion(found);
    say('Warming up CUDA: on a GPU newer than CUDA 11.2 (after Ampere) the first time takes minutes.');
    await setImmediate();
  }
  const { isUsingGpuDevice } = await loadCuda(found, gpu);
  try {
    if (!isUsingGpuDevice) throw noGpu(gpus);
    replaceKernels(CUDA_BACKEND, paddedKernels);
    const test = (await convolutionTest()) ? await productTest(timedSide) : { passed: false, gflops: 0 };
    if (!test.passed) {
      throw new CudaProblem(
        'TensorFlow computes wrong numbers on this GPU',
        'check that its driver and cuDNN 8.1 go together, or use "webgpu"',
      );
    }
    return { found, gpu: gpus?.[gpu.number ?? -1]?.name ?? null, test };
  } catch (error) {
    closeCuda();
    if (error instanceof CudaProblem) throw error;
    const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    const remedy = 'check that the driver, CUDA 11.2 and cuDNN 8.1 go together, or use "webgpu"';
    throw new CudaProblem(`TensorFlow fails on the GPU (${line.trim()})`, remedy, { cause: error });
  }
}

/**
 * The GPU that is meant: the one that TensorFlow has already, where any will do.
 * @throws CudaProblem where there is no such GPU, or TensorFlow has another.
 */
function settleGpu(gpus: readonly NvidiaGpu[] | null, wanted: string): VisibleGpu {
  const loaded = loadedGpu();
  if (loaded !== null && isAnyGpu(wanted)) return loaded;
  const gpu = chooseVisibleGpu(gpus, wanted, givenGpus);
  if (loaded === null || loaded.entry === gpu.entry) return gpu;
  const [has, other] = [loaded, gpu].map(({ entry, number }) => gpuText(gpus ?? [], number) ?? entry);
  throw new CudaProblem(
    `device.gpu: TensorFlow computes on GPU ${has ?? ''} in this process, and cannot change to ${other ?? ''}`,
    'use that one, or wait some minutes until this process has ended and ask again',
  );
}

/** Why TensorFlow has found no GPU and would compute on the processor. */
function noGpu(gpus: readonly NvidiaGpu[] | null): CudaProblem {
  const missing = missingLibraries();
  const [first = ''] = missing;
  if (gpus?.length === 0 && (missing.length === 0 || /cuda\.(so|dll)/.test(first))) {
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
