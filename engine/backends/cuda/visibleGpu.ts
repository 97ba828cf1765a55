import { fittingGpus, gpuLabels, gpuList, isAnyGpu } from '../gpuNames';
import type { NvidiaGpu } from '../nvidiaGpus';
import { CudaProblem } from './cudaProblem';

/** The one GPU that TensorFlow is to see: it would open a context on each, and tfjs-node computes on the last. */
export interface VisibleGpu {
  /** As `CUDA_VISIBLE_DEVICES` names it. */
  readonly entry: string;
  /** Its number in the list of its driver; null where that is not known, and for a part of a GPU (MIG). */
  readonly number: number | null;
}

/**
 * Chooses among the GPUs that were left to this process: a scheduler that sets `CUDA_VISIBLE_DEVICES` gives the others to
 * other jobs.
 * @param gpus what the driver lists; null where it does not answer.
 * @param wanted `device.gpu`: "auto", or what `fittingGpus` takes, of that list.
 * @param variable `CUDA_VISIBLE_DEVICES` as it was when the process began.
 * @throws CudaProblem naming `device.gpu` or the variable where there is no such GPU.
 */
export function chooseVisibleGpu(
  gpus: readonly NvidiaGpu[] | null,
  wanted: string,
  variable: string | undefined,
): VisibleGpu {
  const allowed = variable === undefined ? everyGpu(gpus ?? []) : namedIn(variable, gpus ?? []);
  const [first] = allowed;
  if (first === undefined) {
    throw new CudaProblem(
      `CUDA_VISIBLE_DEVICES ("${variable ?? ''}") hides every GPU from this process`,
      'name one in it, or use "webgpu" or "cpu"',
    );
  }
  if (isAnyGpu(wanted)) return first;
  const fitting = fittingGpus(gpus ?? [], wanted);
  const chosen = allowed.find(({ number }) => number !== null && fitting.includes(number));
  if (chosen !== undefined) return chosen;
  const [hidden] = fitting;
  if (hidden !== undefined) {
    const names = allowed.map(({ entry, number }) => gpuText(gpus ?? [], number) ?? entry);
    throw new CudaProblem(
      `device.gpu: ${gpuText(gpus ?? [], hidden) ?? wanted} is not among those that CUDA_VISIBLE_DEVICES ("${variable ?? ''}") leaves to this process`,
      `use "auto", or one of these: ${names.join(', ')}`,
    );
  }
  throw new CudaProblem(`device.gpu: there is no NVIDIA GPU "${wanted}" here`, whatThereIs(gpus));
}

/** A GPU in words: "1 (NVIDIA A100)"; null where the list does not have it. */
export function gpuText(gpus: readonly NvidiaGpu[], number: number | null): string | null {
  const label = number === null ? undefined : gpuLabels(gpus)[number];
  return label === undefined ? null : `${String(number)} (${label})`;
}

/** Without a list the first one is tried: TensorFlow itself finds out whether it is there. */
function everyGpu(gpus: readonly NvidiaGpu[]): VisibleGpu[] {
  if (gpus.length === 0) return [{ entry: '0', number: null }];
  return gpus.map((_, number) => ({ entry: String(number), number }));
}

/** What the variable names, as CUDA reads it: numbers and the beginnings of UUIDs, up to the first that is neither. */
function namedIn(variable: string, gpus: readonly NvidiaGpu[]): VisibleGpu[] {
  const entries = variable.split(',').map((entry) => entry.trim());
  const end = entries.findIndex((entry) => !/^(\d+|GPU-.+|MIG-.+)$/i.test(entry));
  return entries.slice(0, end < 0 ? entries.length : end).map((entry) => {
    const number = /^\d+$/.test(entry)
      ? Number(entry)
      : gpus.findIndex(({ uuid }) => uuid.toLowerCase().startsWith(entry.toLowerCase()));
    return { entry, number: number in gpus ? number : null };
  });
}

function whatThereIs(gpus: readonly NvidiaGpu[] | null): string {
  if (gpus === null)
    return 'nvidia-smi, which lists them, does not answer: use "auto", or look at the driver';
  if (gpus.length === 0) return 'nvidia-smi lists none';
  return `there is ${gpuList(gpus)}`;
}
