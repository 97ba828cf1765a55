import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Milliseconds after which a driver's program that does not answer is given up. */
const patience = 3000;

/**
 * Bytes of memory of the GPUs of NVIDIA, by name, as their driver's own program has them: WebGPU does not tell. Empty
 * where there is none.
 */
export async function gpuMemory(): Promise<ReadonlyMap<string, number>> {
  try {
    const { stdout } = await promisify(execFile)(
      'nvidia-smi',
      ['--query-gpu=name,memory.total', '--format=csv,noheader,nounits'],
      { timeout: patience },
    );
    return memoryByName(stdout);
  } catch {
    return new Map();
  }
}

/** What the program's lines say: name, MiB. */
export function memoryByName(lines: string): Map<string, number> {
  const found = new Map<string, number>();
  for (const line of lines.split('\n')) {
    const [, name, size] = /^(.+), *(\d+)$/.exec(line.trim()) ?? [];
    if (name !== undefined) found.set(name, Number(size) * 2 ** 20);
  }
  return found;
}
