import { createHash } from 'node:crypto';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../errors';
import { makeFolder } from '../runs/makeFolder';
import type { CachedFailure } from './cache/cacheFormat';
import { openCache, type ImageCache } from './cache/cacheReader';
import { CacheWriter } from './cache/cacheWriter';
import { canNowBeRead } from './decode/readImageFile';
import { UnusableImage, type ImageSource } from './imageSource';
import { throttled, type OpenHooks } from './progress';

/** What is to be decoded, and where it is kept. */
export interface DecodeRequest {
  readonly source: ImageSource;
  /** Positions of the images that are used, ascending. */
  readonly positions: Int32Array;
  readonly storeSize: number;
  readonly fingerprint: string;
  readonly cacheFolder: string;
  /** Share of the images that may be unusable. */
  readonly maxBadFiles: number;
  /** Bytes that the images are expected to take. */
  readonly expectedBytes: number;
}

/** The decoded images of a source, in a file. */
export interface DecodedImages {
  readonly cache: ImageCache;
  /** Images among those asked for that cannot be used. */
  readonly failures: readonly CachedFailure[];
  /** Whether a damaged file was found and replaced. */
  readonly replaced: boolean;
}

/**
 * Finds the decoded images in the cache, or decodes them into it. Where all images of the source are already
 * there, a selection is taken from them; otherwise only the selection is decoded.
 * @throws UserError when more images are unusable than may be, when the disk is too full or cannot be written.
 */
export async function decodedImages(request: DecodeRequest, hooks: OpenHooks): Promise<DecodedImages> {
  const { source, positions, fingerprint, cacheFolder } = request;
  const whole = join(cacheFolder, `${fingerprint}.images`);
  const part = createHash('sha256').update(positions).digest('hex').slice(0, 16);
  const own = positions.length === source.count ? whole : join(cacheFolder, `${fingerprint}-${part}.images`);

  let replaced = false;
  for (const path of new Set([whole, own])) {
    const found = await openCache(path, fingerprint, source.count);
    if (found === 'damaged') replaced = true;
    if (typeof found === 'string' || (await anyHealed(found, source))) continue;
    const failures = among(positions, found);
    checkShare(request, failures, positions.length);
    return { cache: found, failures, replaced: false };
  }
  await writeCache(own, request, hooks);
  const cache = await openCache(own, fingerprint, source.count);
  if (typeof cache === 'string') {
    throw new UserError(`The decoded images in ${own} cannot be read back: check the disk.`);
  }
  return { cache, failures: among(positions, cache), replaced };
}

/** Whether a file that could not be opened can be by now. */
async function anyHealed({ header }: ImageCache, source: ImageSource): Promise<boolean> {
  for (const { position, mayHeal } of header.failures) {
    if (mayHeal && (await canNowBeRead(source.pathOf(position)))) return true;
  }
  return false;
}

function among(positions: Int32Array, { header }: ImageCache): CachedFailure[] {
  if (header.failures.length === 0) return [];
  const wanted = new Set(positions);
  return header.failures.filter(({ position }) => wanted.has(position));
}

async function writeCache(path: string, request: DecodeRequest, hooks: OpenHooks): Promise<void> {
  const { source, positions, storeSize, fingerprint } = request;
  await checkSpace(request);
  const writer = await CacheWriter.create(path, source.count);
  const report = throttled(hooks);
  const phase = source.format === 'builtin' ? 'generating' : 'decoding';
  const failures: CachedFailure[] = [];
  try {
    let done = 0;
    report({ phase, done, total: positions.length });
    for await (const image of source.images(positions, storeSize, hooks.signal)) {
      hooks.signal?.throwIfAborted();
      const position = positions[done] ?? 0;
      if (image instanceof UnusableImage) {
        const failure = { position, reason: image.reason, mayHeal: image.mayHeal };
        writer.fail(failure);
        failures.push(failure);
        checkShare(request, failures, positions.length);
      } else {
        await writer.add(position, image);
      }
      done++;
      report({ phase, done, total: positions.length });
    }
    await writer.finish(fingerprint);
  } catch (error) {
    await writer.abandon();
    throw error;
  }
}

/** Stops as soon as more of the images are unusable than may be. */
function checkShare(request: DecodeRequest, failures: readonly CachedFailure[], images: number): void {
  const { source, maxBadFiles } = request;
  const count = source.badFiles.length + failures.length;
  const total = images + source.badFiles.length;
  if (count <= maxBadFiles * total) return;
  const bad = [
    ...source.badFiles,
    ...failures.map(({ position, reason }) => ({ path: source.pathOf(position), reason })),
  ];
  const named = bad.slice(0, 3).map(({ path, reason }) => `${path} ${reason}`);
  const more = bad.length > named.length ? '; and more' : '';
  throw new UserError(
    `At least ${String(count)} of ${String(total)} images in ${source.path} cannot be used, more than ` +
      `data.maxBadFiles (${String(maxBadFiles)}) allows: ${named.join('; ')}${more}. ` +
      'Repair or remove them, or raise data.maxBadFiles.',
  );
}

/** Refuses to start where the disk has clearly too little room. */
async function checkSpace({ cacheFolder, expectedBytes, source }: DecodeRequest): Promise<void> {
  let free: number;
  try {
    makeFolder(cacheFolder);
    const { bavail, bsize } = await statfs(cacheFolder);
    free = bavail * bsize;
  } catch {
    // Whether the folder can be written shows, with its reason, when the file is created.
    return;
  }
  if (expectedBytes <= free) return;
  const gigabytes = (bytes: number) => `${(bytes / 1e9).toPrecision(3)} GB`;
  throw new UserError(
    `The decoded images of ${source.path} take about ${gigabytes(expectedBytes)}, and ${cacheFolder} has ` +
      `${gigabytes(free)} free: choose a smaller data.imageSize, a data.limit, or another folder for runs.`,
  );
}
