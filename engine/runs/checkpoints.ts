import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { runConfigSchema, type RunConfig } from '../config/runConfig';
import { UserError } from '../errors';
import { writeFileAtomic } from './atomicFile';
import { hasCode, writeError } from './fileErrors';
import { makeFolder } from './makeFolder';
import { SafetensorsFile } from './readSafetensors';
import type { Json, TrainingState } from './trainingState';
import { writeSafetensors } from './writeSafetensors';

const namePattern = /^step-(\d{8,})\.safetensors$/;

const metaSchema = z.object({
  step: z.int().min(0),
  totalSteps: z.int().min(0),
  epoch: z.int().min(0),
  stepInEpoch: z.int().min(0),
  time: z.number().min(0),
  seed: z.int().min(0),
  counters: z.record(z.string(), z.number()),
  best: z.object({ step: z.int(), value: z.number() }).nullable(),
  trainer: z.json().transform((value): Json => value),
});

/** A checkpoint file in a run's folder `checkpoints/`. */
export interface CheckpointFile {
  readonly step: number;
  readonly path: string;
}

/** A checkpoint as it was read, with the configuration of the run that wrote it. */
export interface Checkpoint extends TrainingState {
  readonly path: string;
  readonly config: RunConfig;
}

/** Which checkpoints stay: the last `keepLast`, and the best where there is one. */
export interface Retention {
  readonly keepLast: number;
  readonly keepBest: boolean;
}

/**
 * Writes `state` as a checkpoint in `folder`, then names it in `latest`, then removes those that `retention` lets
 * go: a process killed between any two of these leaves a `latest` that is whole.
 * @returns the path of the checkpoint.
 * @throws UserError when the disk is full or the folder is not writable.
 */
export async function writeCheckpoint(
  folder: string,
  state: TrainingState,
  config: RunConfig,
  retention: Retention,
): Promise<string> {
  const { meta, tensors } = state;
  const name = `step-${String(meta.step).padStart(8, '0')}.safetensors`;
  const path = join(folder, name);
  try {
    makeFolder(folder);
  } catch (error) {
    throw writeError(folder, error);
  }
  await writeSafetensors(
    path,
    tensors.map((tensor) => ({ ...tensor, type: 'F32' })),
    { 'simclr.format': '1', 'simclr.state': JSON.stringify(meta), 'simclr.config': JSON.stringify(config) },
  );
  writeFileAtomic(join(folder, 'latest'), `${name}\n`);
  prune(folder, meta.step, retention.keepLast, retention.keepBest ? (meta.best?.step ?? null) : null);
  return path;
}

/** The checkpoints in `folder`, oldest first; none when there is no such folder. */
export function listCheckpoints(folder: string): CheckpointFile[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  }
  return names
    .flatMap((name) => {
      const step = checkpointStep(name);
      return step === null ? [] : [{ step, path: join(folder, name) }];
    })
    .sort((a, b) => a.step - b.step);
}

/** Step of the checkpoint with this file name; null where it is no checkpoint's name. */
export function checkpointStep(name: string): number | null {
  const step = namePattern.exec(name)?.[1];
  return step === undefined ? null : Number(step);
}

/** The checkpoint that `latest` in `folder` names, or null where there is none. */
export function latestCheckpoint(folder: string): CheckpointFile | null {
  let name: string;
  try {
    name = readFileSync(join(folder, 'latest'), 'utf8').trim();
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
  const step = checkpointStep(name);
  if (step === null) throw new UserError(`${join(folder, 'latest')} does not name a checkpoint`);
  return { step, path: join(folder, name) };
}

/**
 * Reads a checkpoint.
 * @throws UserError naming the file when it is missing, damaged, or no checkpoint of this program.
 */
export function readCheckpoint(path: string): Checkpoint {
  const file = new SafetensorsFile(path);
  try {
    const origin = originOf(file, path);
    const tensors = [...file.entries.values()].map((entry) => ({
      name: entry.name,
      shape: entry.shape,
      data: file.readFloat32(entry),
    }));
    return { path, ...origin, tensors };
  } finally {
    file.close();
  }
}

/**
 * What a checkpoint says of the run that wrote it, without its tensors.
 * @throws UserError as `readCheckpoint`.
 */
export function readCheckpointOrigin(path: string): Pick<Checkpoint, 'path' | 'meta' | 'config'> {
  const file = new SafetensorsFile(path);
  try {
    return { path, ...originOf(file, path) };
  } finally {
    file.close();
  }
}

function originOf(file: SafetensorsFile, path: string): Pick<Checkpoint, 'meta' | 'config'> {
  const origin = checkpointOrigin(file.metadata);
  if (origin !== null) return origin;
  throw new UserError(`${path} is not a checkpoint of a run: it lacks the state of training`);
}

/** What the free text of a checkpoint says of the run that wrote it; null where it is no checkpoint of this program. */
export function checkpointOrigin(
  metadata: Readonly<Record<string, string>>,
): Pick<Checkpoint, 'meta' | 'config'> | null {
  const state = metaSchema.safeParse(parseJson(metadata['simclr.state']));
  const config = runConfigSchema.safeParse(parseJson(metadata['simclr.config']));
  return state.success && config.success ? { meta: state.data, config: config.data } : null;
}

/** Removes all but the last ones and the best. Those past `step` are of a run that was resumed before them. */
function prune(folder: string, step: number, keepLast: number, bestStep: number | null): void {
  const files = listCheckpoints(folder);
  const last = files.filter((file) => file.step <= step).slice(-keepLast);
  for (const file of files) {
    if (!last.includes(file) && file.step !== bestStep) rmSync(file.path, { force: true });
  }
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
