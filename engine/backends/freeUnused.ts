import { backend } from '@tensorflow/tfjs-core';

/** A backend that keeps the memory of tensors for others of their size. */
interface PoolingBackend {
  freeUnused(): Promise<void>;
}

/**
 * Gives back what the open backend keeps for reuse, between work on tensors of some sizes and work on those of others,
 * which could not use it; nothing to do on the CPU.
 * @throws what has gone wrong in the work so far.
 */
export async function freeUnused(): Promise<void> {
  const open: object = backend();
  if ('freeUnused' in open) await (open as PoolingBackend).freeUnused();
}
