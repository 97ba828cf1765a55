import { createHash, randomBytes } from 'node:crypto';
import { readFile, rename, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { canNowBeRead } from '../data/decode/readImageFile';
import { fingerprintOf } from '../data/fingerprint';
import { storeSizeFor } from '../data/chooseSizes';
import type { ImageSource } from '../data/imageSource';
import type { EvaluationHooks } from '../evaluate/evaluationHooks';
import { writeFileAtomic } from '../runs/atomicFile';
import { fileDigest } from '../runs/fileDigest';
import { NpyRows } from '../runs/npyRows';
import { NpyWriter } from '../runs/npyWriter';
import { embedSource } from './embedSource';
import { keepWithin } from './keepWithin';
import type { TrainedNetwork } from './trainedNetwork';

/** Bytes that the cache keeps at most, beside the entry that was written last. */
const mostBytes = 2e9;

const rowsSchema = z.object({
  format: z.literal(2),
  /** Of the files, and of what follows: a search in what has become of them would find nonsense. */
  digests: z.object({ h: z.string(), z: z.string(), failures: z.string() }),
  failures: z.array(z.object({ position: z.int().min(0), reason: z.string(), mayHeal: z.boolean() })),
});

/** h and z of all images of a source that can be read, on the disk. Row i is of the image at `positions[i]`. */
export interface CachedEmbeddings {
  readonly h: NpyRows;
  readonly z: NpyRows;
  readonly positions: Int32Array;
  readonly failures: z.infer<typeof rowsSchema>['failures'];
  /** Whether they were there already. */
  readonly found: boolean;
  close(): Promise<void>;
}

/** The folder of embeddings that were computed for searches, beside the runs. It may be deleted at any time. */
export function embeddingsFolderOf(runsFolder: string): string {
  return join(runsFolder, '.embeddings');
}

/**
 * Finds the embeddings of a source in the cache, or computes them into it. They belong to the weights, whatever the file
 * that holds them, and to the fingerprint of the images: where either changes they are computed anew.
 * @returns open files, the caller's to close.
 * @throws UserError as `embedSource`, or when the folder cannot be written; the signal's reason when it aborts. Nothing
 * is left behind then.
 */
export async function cachedEmbeddings(
  trained: TrainedNetwork,
  source: ImageSource,
  folder: string,
  hooks: EvaluationHooks,
): Promise<CachedEmbeddings> {
  const path = join(folder, cacheKey(trained, source));
  const known = await openEntry(path, source, true);
  if (known !== null) {
    if (!(await anyHealed(known, source))) return known;
    await known.close();
  }
  await writeEntry(path, trained, source, hooks);
  await keepWithin(folder, path, mostBytes);
  const written = await openEntry(path, source, false);
  if (written === null) throw new Error(`the embeddings in ${path} cannot be read back`);
  return written;
}

/** Names what is computed: by the weights that compute it, and the images. */
function cacheKey({ config, checkpoint, imageSize }: TrainedNetwork, source: ImageSource): string {
  const hash = createHash('sha256').update(
    JSON.stringify([
      1,
      imageSize,
      config.encoder,
      config.head,
      fingerprintOf(source, storeSizeFor(imageSize)),
    ]),
  );
  for (const { name, data } of checkpoint.tensors) {
    if (!/^(encoder|head)\./.test(name)) continue;
    hash.update(name).update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return hash.digest('hex').slice(0, 32);
}

/** Opens what is in the cache; null where it is missing or damaged. */
async function openEntry(
  path: string,
  { count }: ImageSource,
  found: boolean,
): Promise<CachedEmbeddings | null> {
  const opened: NpyRows[] = [];
  const close = async () => {
    for (const rows of opened) await rows.close();
  };
  try {
    const file = join(path, 'rows.json');
    const { failures, digests } = rowsSchema.parse(JSON.parse(await readFile(file, 'utf8')));
    if (digestOf(failures) !== digests.failures) throw new Error(`${file} is damaged`);
    const failed = new Set(failures.map(({ position }) => position));
    const positions = Int32Array.from({ length: count }, (_, i) => i).filter((i) => !failed.has(i));
    const [h, z] = [await openRows('h', digests.h), await openRows('z', digests.z)];
    if (h.rows !== positions.length || z.rows !== positions.length) throw new Error(`${path} is damaged`);
    // What was used last is kept longest.
    const now = new Date();
    await utimes(file, now, now).catch(() => undefined);
    return { h, z, positions, failures, found, close };
  } catch {
    await close();
    return null;
  }

  async function openRows(name: string, digest: string): Promise<NpyRows> {
    const matrix = join(path, `${name}.npy`);
    if ((await fileDigest(matrix)) !== digest) throw new Error(`${matrix} is damaged`);
    const rows = await NpyRows.open(matrix);
    opened.push(rows);
    return rows;
  }
}

function digestOf(failures: CachedEmbeddings['failures']): string {
  return createHash('sha256').update(JSON.stringify(failures)).digest('hex');
}

/** Whether a file that could not be opened can be by now. */
async function anyHealed({ failures }: CachedEmbeddings, source: ImageSource): Promise<boolean> {
  for (const { position, mayHeal } of failures) {
    if (mayHeal && (await canNowBeRead(source.pathOf(position)))) return true;
  }
  return false;
}

async function writeEntry(
  path: string,
  trained: TrainedNetwork,
  source: ImageSource,
  hooks: EvaluationHooks,
): Promise<void> {
  const temporary = `${path}.${String(process.pid)}-${randomBytes(4).toString('hex')}.tmp`;
  const { encoder, head } = trained.frozen;
  const writers: NpyWriter[] = [];
  try {
    const h = await NpyWriter.create(join(temporary, 'h.npy'), source.count, encoder.outputSize);
    writers.push(h);
    const z = await NpyWriter.create(join(temporary, 'z.npy'), source.count, head.outputSize);
    writers.push(z);
    const failures: CachedEmbeddings['failures'] = [];
    const onUnusable = (position: number, { reason, mayHeal }: { reason: string; mayHeal: boolean }) =>
      void failures.push({ position, reason, mayHeal });
    for await (const rows of embedSource(trained, source, { ...hooks, onUnusable })) {
      await h.write(rows.h.data);
      await z.write(rows.z.data);
    }
    await h.finish();
    await z.finish();
    const digests = {
      h: await fileDigest(join(temporary, 'h.npy')),
      z: await fileDigest(join(temporary, 'z.npy')),
      failures: digestOf(failures),
    };
    writeFileAtomic(join(temporary, 'rows.json'), JSON.stringify({ format: 2, digests, failures }));
    // What is there is damaged, out of date, or another process's that was quicker and found the same.
    await rm(path, { recursive: true, force: true });
    await rename(temporary, path);
  } finally {
    for (const writer of writers) await writer.abandon();
    await rm(temporary, { recursive: true, force: true });
  }
}
