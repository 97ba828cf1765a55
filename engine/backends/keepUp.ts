import { backend } from '@tensorflow/tfjs-core';

/** A backend whose commands are done later than they are given. */
interface QueueingBackend {
  keepUp(): Promise<void>;
}

/** Whether the open backend does its commands later than they are given. */
export function queuesCommands(): boolean {
  return 'keepUp' in backend();
}

/**
 * Waits, after a step, while the open backend is too far behind; returns at once on the CPU.
 * @throws what has gone wrong in the steps so far.
 */
export async function keepUp(): Promise<void> {
  const open: object = backend();
  if ('keepUp' in open) await (open as QueueingBackend).keepUp();
}
