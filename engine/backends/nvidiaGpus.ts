import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Milliseconds after which a driver's program that does not answer is given up. */
const patience = 3000;

/** A GPU of NVIDIA, as its driver has it. */
export interface NvidiaGpu {
  readonly name: string;
  /** Bytes. */
  readonly memory: number;
}

/** The GPUs of NVIDIA in the order of the bus, as their driver's own program lists them. Empty where there is none. */
export async function nvidiaGpus(): Promise<readonly NvidiaGpu[]> {
  try {
    const { stdout } = await promisify(execFile)(
      'nvidia-smi',
      ['--query-gpu=name,memory.total', '--format=csv,noheader,nounits'],
      { timeout: patience },
    );
    return gpusIn(stdout);
  } catch {
    return [];
  }
}

/** What the program's lines say: name, MiB. */
export function gpusIn(lines: string): NvidiaGpu[] {
  return lines.split('\n').flatMap((line) => {
    const [, name, size] = /^(.+), *(\d+)$/.exec(line.trim()) ?? [];
    return name === undefined ? [] : [{ name, memory: Number(size) * 2 ** 20 }];
  });
}
