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
import { MeanRow } from './meanRow';
import type { TrainedNetwork } from './trainedNetwork';

/** Bytes that the cache keeps at most, beside the entry that was written last. */
const mostBytes = 2e9;

/** What is known of h.npy or z.npy: the digest of its bytes, and what `MeanRow` gives of its rows. */
const matrixSchema = z.object({ digest: z.string(), mean: z.array(z.number()) });

const contentsSchema = z.object({
  h: matrixSchema,
  z: matrixSchema,
  failures: z.array(z.object({ position: z.int().min(0), reason: z.string(), mayHeal: z.boolean() })),
});

/** rows.json. A search in what has become of a damaged file would find nonsense: so there is a digest of each. */
const entrySchema = z.object({ format: z.literal(3), digest: z.string(), contents: contentsSchema });

type Contents = z.infer<typeof contentsSchema>;

/** h or z of all images of a source that can be read, on the disk. Row i is of the image at `positions[i]`. */
export interface CachedEmbeddings {
  readonly rows: NpyRows;
  /** What their comparison starts from: see `MeanRow`. */
  readonly mean: Float64Array;
  readonly positions: Int32Array;
  readonly failures: Contents['failures'];
  /** Whether they were there already. */
  readonly found: boolean;
  close(): Promise<void>;
}

/** The folder of embeddings that were computed for searches, beside the runs. It may be deleted at any time. */
export function embeddingsFolderOf(runsFolder: string): string {
  return join(runsFolder, '.embeddings');
}

/**
 * Finds the embeddings of a source in the cache, or computes both h and z into it. They belong to the weights, whatever the file
 * that holds them, and to the fingerprint of the images: where either changes they are computed anew.
 * @param space which of the two is wanted; the other is not looked at.
 * @returns an open file, the caller's to close.
 * @throws UserError as `embedSource`, or when the folder cannot be written; the signal's reason when it aborts. Nothing
 * is left behind then.
 */
export async function cachedEmbeddings(
  trained: TrainedNetwork,
  source: ImageSource,
  space: 'h' | 'z',
  folder: string,
  hooks: EvaluationHooks,
): Promise<CachedEmbeddings> {
  const path = join(folder, cacheKey(trained, source));
  const known = await findEntry(path, source, space, hooks.signal);
  if (known !== null) {
    if (!(await anyHealed(known, source))) return known;
    await known.close();
  }
  const contents = await writeEntry(path, trained, source, hooks);
  await keepWithin(folder, path, mostBytes);
  return { ...(await openEntry(path, source, space, contents)), found: false };
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

/** Opens what is in the cache; null where it is missing or damaged. @throws the signal's reason when it aborts. */
async function findEntry(
  path: string,
  source: ImageSource,
  space: 'h' | 'z',
  signal: AbortSignal,
): Promise<CachedEmbeddings | null> {
  try {
    const file = join(path, 'rows.json');
    const { contents, digest } = entrySchema.parse(JSON.parse(await readFile(file, 'utf8')));
    if (digestOf(contents) !== digest) return null;
    if ((await fileDigest(join(path, `${space}.npy`), signal)) !== contents[space].digest) return null;
    const entry = await openEntry(path, source, space, contents);
    // What was used last is kept longest.
    const now = new Date();
    await utimes(file, now, now).catch(() => undefined);
    return { ...entry, found: true };
  } catch {
    signal.throwIfAborted();
    return null;
  }
}

/** Opens an entry that is known to be sound. @throws where the files are not those of the contents. */
async function openEntry(
  path: string,
  { count }: ImageSource,
  space: 'h' | 'z',
  { failures, ...matrices }: Contents,
): Promise<Omit<CachedEmbeddings, 'found'>> {
  const failed = new Set(failures.map(({ position }) => position));
  const positions = Int32Array.from({ length: count }, (_, i) => i).filter((i) => !failed.has(i));
  const mean = Float64Array.from(matrices[space].mean);
  const rows = await NpyRows.open(join(path, `${space}.npy`));
  if (rows.rows === positions.length && rows.columns === mean.length)
    return { rows, mean, positions, failures, close: () => rows.close() };
  await rows.close();
  throw new Error(`the embeddings in ${path} are not those that were written there`);
}

function digestOf(contents: Contents): string {
  return createHash('sha256').update(JSON.stringify(contents)).digest('hex');
}

/** Whether a file that could not be opened can be by now. */
async function anyHealed({ failures }: CachedEmbeddings, source: ImageSource): Promise<boolean> {
  for (const { position, mayHeal } of failures) {
    if (mayHeal && (await canNowBeRead(source.pathOf(position)))) return true;
  }
  return false;
}

/** Computes an entry, and puts it in its place as a whole. */
async function writeEntry(
  path: string,
  trained: TrainedNetwork,
  source: ImageSource,
  hooks: EvaluationHooks,
): Promise<Contents> {
  const temporary = `${path}.${String(process.pid)}-${randomBytes(4).toString('hex')}.tmp`;
  const { encoder, head } = trained.frozen;
  const writers: NpyWriter[] = [];
  const means = { h: new MeanRow(encoder.outputSize), z: new MeanRow(head.outputSize) };
  const known = async (space: 'h' | 'z') => ({
    digest: await fileDigest(join(temporary, `${space}.npy`), hooks.signal),
    mean: [...means[space].mean()],
  });
  try {
    const h = await NpyWriter.create(join(temporary, 'h.npy'), source.count, encoder.outputSize);
    writers.push(h);
    const z = await NpyWriter.create(join(temporary, 'z.npy'), source.count, head.outputSize);
    writers.push(z);
    const failures: Contents['failures'] = [];
    const onUnusable = (position: number, { reason, mayHeal }: { reason: string; mayHeal: boolean }) =>
      void failures.push({ position, reason, mayHeal });
    for await (const rows of embedSource(trained, source, { ...hooks, onUnusable })) {
      await h.write(rows.h.data);
      await z.write(rows.z.data);
      means.h.add(rows.h.data);
      means.z.add(rows.z.data);
    }
    await h.finish();
    await z.finish();
    const contents = { h: await known('h'), z: await known('z'), failures };
    const entry = { format: 3, digest: digestOf(contents), contents };
    writeFileAtomic(join(temporary, 'rows.json'), JSON.stringify(entry));
    // What is there is damaged, out of date, or another process's that was quicker and found the same.
    await rm(path, { recursive: true, force: true });
    await rename(temporary, path);
    return contents;
  } finally {
    for (const writer of writers) await writer.abandon();
    await rm(temporary, { recursive: true, force: true });
  }
}
