import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/**
 * SHA-256 of a file's bytes, hexadecimal; memory holds a piece of it.
 * @throws the operating system's error; @throws the signal's reason when it aborts.
 */
export async function fileDigest(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) {
    signal.throwIfAborted();
    hash.update(piece as Buffer);
  }
  return hash.digest('hex');
}
