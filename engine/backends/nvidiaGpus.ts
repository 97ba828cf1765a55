import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Milliseconds after which a driver's program is given up: with several GPUs at rest it may take ten seconds. */
const longestWait = 30_000;

/** A GPU of NVIDIA, as its driver has it. */
export interface NvidiaGpu {
  readonly name: string;
  /** Bytes. */
  readonly memory: number;
  /** The name that no other GPU has: "GPU-" and hexadecimal digits. */
  readonly uuid: string;
}

/**
 * The GPUs of NVIDIA in the order of the bus, as their driver's own program lists them.
 * @param patience milliseconds.
 * @returns empty where there is none; null where the program does not answer, which says nothing about the GPUs.
 */
export async function nvidiaGpus(patience = longestWait): Promise<readonly NvidiaGpu[] | null> {
  try {
    const { stdout } = await promisify(execFile)(
      'nvidia-smi',
      ['--query-gpu=name,memory.total,uuid', '--format=csv,noheader,nounits'],
      { timeout: patience },
    );
    return gpusIn(stdout);
  } catch (error) {
    return (error as { readonly killed?: boolean }).killed === true ? null : [];
  }
}

/** What the program's lines say: name, MiB, UUID. */
export function gpusIn(lines: string): NvidiaGpu[] {
  return lines.split('\n').flatMap((line) => {
    const [, name, size, uuid] = /^(.+), *(\d+), *(GPU-[\da-f-]+)$/i.exec(line.trim()) ?? [];
    return name === undefined || uuid === undefined ? [] : [{ name, memory: Number(size) * 2 ** 20, uuid }];
  });
}
