import { readFileSync, rmSync } from 'node:fs';
import * as z from 'zod';
import { writeFileAtomic } from './atomicFile';
import { runPaths } from './runPaths';

/** Where a living engine can be reached. */
export interface Endpoint {
  /** `protocolVersion` of the engine. */
  readonly protocol: number;
  readonly pid: number;
  /** Name of the machine that it runs on; its socket is of no use on another. */
  readonly host: string;
  /** Path of the local socket, or name of the pipe. */
  readonly socket: string;
  /** The secret that a client has to know. */
  readonly token: string;
}

const endpointSchema = z.object({
  protocol: z.int(),
  pid: z.int().min(1),
  host: z.string(),
  socket: z.string().min(1),
  token: z.string().min(1),
}) satisfies z.ZodType<Endpoint>;

/** What `engine.json` in a run folder says; null where there is none, or none that can be read. */
export function readEndpoint(folder: string): Endpoint | null {
  try {
    return endpointSchema.parse(JSON.parse(readFileSync(runPaths(folder).endpoint, 'utf8')));
  } catch {
    return null;
  }
}

/** Writes `engine.json`, which only its owner can read. */
export function writeEndpoint(folder: string, endpoint: Endpoint): void {
  writeFileAtomic(runPaths(folder).endpoint, `${JSON.stringify(endpoint, null, 2)}\n`, 0o600);
}

/**
 * Removes `engine.json`.
 * @param token if given, one that was written with another token stays: it is of a later engine.
 */
export function removeEndpoint(folder: string, token?: string): void {
  if (token !== undefined && readEndpoint(folder)?.token !== token) return;
  rmSync(runPaths(folder).endpoint, { force: true });
}
