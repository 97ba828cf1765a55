import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../errors';
import { writeFileAtomic } from './atomicFile';
import { embeddingImagesSchema, type EmbeddingImages } from './embeddingImages';
import { hasCode, writeError } from './fileErrors';
import { makeFolder } from './makeFolder';
import { npyBytes, readNpy, type NpyMatrix } from './npy';

const namePattern = /^step-(\d{8,})$/;

/** Embeddings of a step and the folder that they are in. */
export interface EmbeddingFolder {
  readonly step: number;
  readonly path: string;
}

/** Numbers of a network's output: a row an image. */
interface Rows {
  readonly data: Float32Array;
  readonly count: number;
  readonly size: number;
}

/** The folder of the embeddings of a step within `embeddings/`. */
export function embeddingFolder(folder: string, step: number): string {
  return join(folder, `step-${String(step).padStart(8, '0')}`);
}

/**
 * Writes `h.npy` and `z.npy`, a row an image, and `images.json`, which says what the rows are, into the folder of a
 * step. `images.json` comes last, and embeddings without it do not count.
 * @param folder `embeddings/` of the run.
 * @throws UserError when the disk is full or the folder is not writable.
 */
export function writeEmbeddings(
  folder: string,
  step: number,
  { h, z }: { readonly h: Rows; readonly z: Rows },
  images: EmbeddingImages,
): void {
  const path = embeddingFolder(folder, step);
  try {
    makeFolder(path);
  } catch (error) {
    throw writeError(path, error);
  }
  writeFileAtomic(join(path, 'h.npy'), npyBytes(h.data, h.count, h.size));
  writeFileAtomic(join(path, 'z.npy'), npyBytes(z.data, z.count, z.size));
  writeFileAtomic(join(path, 'images.json'), `${JSON.stringify(images)}\n`);
}

/** The steps whose embeddings are in `folder`, earliest first; none when there is no such folder. */
export function listEmbeddings(folder: string): EmbeddingFolder[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR', 'EACCES', 'EPERM')) return [];
    throw error;
  }
  return names
    .flatMap((name) => {
      const step = namePattern.exec(name)?.[1];
      const path = join(folder, name);
      return step === undefined || !existsSync(join(path, 'images.json'))
        ? []
        : [{ step: Number(step), path }];
    })
    .sort((a, b) => a.step - b.step);
}

/**
 * Reads what the rows of the embeddings in `path` are.
 * @throws UserError naming the file when it is missing or damaged.
 */
export async function readEmbeddingImages(path: string): Promise<EmbeddingImages> {
  const file = join(path, 'images.json');
  const parsed = embeddingImagesSchema.safeParse(parseJson((await readOrSay(file)).toString('utf8')));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UserError(
    `${file} is damaged at "${issue?.path.join('.') ?? ''}": ${issue?.message ?? 'unreadable'}; compute the embeddings again`,
  );
}

/** h and z of the same images. */
export interface SavedEmbeddings {
  readonly h: NpyMatrix;
  readonly z: NpyMatrix;
  readonly images: EmbeddingImages;
}

/**
 * Reads the embeddings in `path`.
 * @throws UserError naming the file when one is missing or damaged, or they are not of the same images.
 */
export async function readEmbeddings(path: string): Promise<SavedEmbeddings> {
  const images = await readEmbeddingImages(path);
  const matrix = async (name: string): Promise<NpyMatrix> => {
    const file = join(path, name);
    const read = readNpy(await readOrSay(file), file);
    if (read.rows === images.ids.length) return read;
    throw new UserError(
      `${file} has ${read.rows} rows for the ${images.ids.length} images of images.json: compute the embeddings again`,
    );
  };
  return { h: await matrix('h.npy'), z: await matrix('z.npy'), images };
}

async function readOrSay(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    if (!hasCode(error, 'ENOENT', 'ENOTDIR', 'EACCES', 'EPERM')) throw error;
    throw new UserError(`${path} is missing or may not be read: compute the embeddings again`);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
