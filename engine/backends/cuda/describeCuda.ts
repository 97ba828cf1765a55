import { failureReason } from '../../errors';
import type { BackendDescription } from '../describeBackends';
import { gpuLabels } from '../gpuNames';
import { nvidiaGpus } from '../nvidiaGpus';
import type { Say } from '../openBackend';
import { findCudaPackage, notInstalled, type CudaPackage } from './cudaPackage';
import { CudaProblem } from './cudaProblem';
import { closeCuda } from './loadCuda';
import { openCudaBackend } from './openCudaBackend';

/**
 * Finds out whether CUDA is installed and works, by opening it for its self-test.
 * @param say see `openCudaBackend`.
 */
export async function describeCuda(say?: Say): Promise<BackendDescription> {
  const found = findCudaPackage();
  const base = { name: 'cuda', available: false, chosen: false } as const;
  if (found === null) {
    const { reason, remedy } = notInstalled();
    return { ...base, detail: 'TensorFlow on an NVIDIA GPU', reason, remedy };
  }
  try {
    const { gpu, test } = await openCudaBackend('auto', say);
    closeCuda();
    const gpus = (await nvidiaGpus()) ?? [];
    const labels = gpuLabels(gpus);
    return {
      ...{ name: 'cuda', available: true, chosen: true },
      detail: `${gpu ?? 'an NVIDIA GPU'}, ${describePackage(found)}`,
      selfTest: { ...test, build: 'TensorFlow', threads: 0 },
      adapters: gpus.map(({ name, memory }, index) => ({
        ...{ name: labels[index] ?? name, memory, kind: 'discrete', reachable: true, features: [] },
      })),
    };
  } catch (error) {
    const detail = describePackage(found);
    return error instanceof CudaProblem
      ? { ...base, detail, reason: error.reason, remedy: error.remedy }
      : { ...base, detail, reason: failureReason(error) };
  }
}

function describePackage({ folder, version }: CudaPackage): string {
  return `tfjs-node-gpu ${version} in ${folder}`;
}
