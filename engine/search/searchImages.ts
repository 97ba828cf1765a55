import { dirname } from 'node:path';
import type { DeviceConfig } from '../config/runConfig';
import type { BadFile } from '../data/dataset';
import { UserError } from '../errors';
import { embedChunk } from '../evaluate/embed';
import type { EvaluationHooks } from '../evaluate/evaluationHooks';
import type { FoundCheckpoint } from '../runs/findCheckpoint';
import type { FoundImage } from '../protocol/searchProtocol';
import { classOf, openAnySource, type AnySource } from './anySource';
import { cachedEmbeddings, embeddingsFolderOf, type CachedEmbeddings } from './embeddingCache';
import { checkRows } from './embedSource';
import { nearestRows, type NearRow } from './nearestRows';
import { pictures } from './pictures';
import { findQuery, type QueryName } from './queryImage';
import { openTrained, type TrainedNetwork } from './trainedNetwork';

/** What is searched for, where, and who wants to know how it goes. */
export interface SearchOptions extends FoundCheckpoint, EvaluationHooks {
  readonly image: QueryName;
  /** Absolute path of a folder or file with images, or "builtin". */
  readonly images: string;
  readonly neighbours: number;
  /** Where images are compared: the representation before the head, or the projection after it. */
  readonly space: 'h' | 'z';
  readonly device: DeviceConfig;
  /** Side of the pictures that are wanted of the query and its neighbours, pixels; 0 for none. */
  readonly pictureSide: number;
}

/** What was found. */
export interface SearchResult {
  /** Nearest first; the query itself is left out. */
  readonly neighbours: readonly FoundImage[];
  /** Images that were compared with the query. */
  readonly compared: number;
  /** Whether their embeddings were at hand from an earlier search. */
  readonly cached: boolean;
  readonly unreadable: readonly BadFile[];
  readonly warnings: readonly string[];
  /** Evaluation views of the query and then of each neighbour, [S, S, 3] each, values 0 to 1; none where not wanted. */
  readonly pictures: readonly Float32Array[];
}

/**
 * Finds the images of a source that a trained encoder finds most similar to one image, by cosine similarity as seen from
 * the mean of all. What the images are embedded to is kept beside the runs, so that the next search of them is quick.
 * @throws UserError when the checkpoint or the images cannot be used; the signal's reason when it aborts.
 */
export async function searchImages(options: SearchOptions): Promise<SearchResult> {
  const { run, images, image, neighbours, space, pictureSide, signal, onProgress } = options;
  const trained = await openTrained(options, options.device, options);
  try {
    const searched = await openAnySource(images, trained.config, { signal, onProgress });
    const { source } = searched;
    const query = await findQuery(image, searched);
    const row = await embedQuery(trained, await query.view(trained.imageSize), space);
    const folder = embeddingsFolderOf(dirname(run.paths.folder));
    const cached = await cachedEmbeddings(trained, source, space, folder, { signal, onProgress });
    try {
      const own = cached.positions.indexOf(query.position);
      const found = await nearestRows(row, cached.mean, cached.rows.blocks(signal), neighbours, own);
      if (found.length === 0) throw nothingToCompare(searched, cached);
      const positions = found.map((near) => cached.positions[near.row] ?? 0);
      return {
        neighbours: found.map((near, i) => describe(searched, positions[i] ?? 0, near)),
        compared: cached.positions.length - (own < 0 ? 0 : 1),
        cached: cached.found,
        unreadable: unreadable(searched, cached),
        warnings: source.warnings,
        pictures:
          pictureSide > 0
            ? [await query.view(pictureSide), ...(await pictures(source, positions, pictureSide, signal))]
            : [],
      };
    } finally {
      await cached.close();
    }
  } finally {
    trained.frozen.dispose();
  }
}

async function embedQuery(
  { frozen, checkpoint, imageSize }: TrainedNetwork,
  view: Float32Array,
  space: 'h' | 'z',
): Promise<Float32Array> {
  const rows = await embedChunk(frozen, view, imageSize);
  checkRows(rows, checkpoint.path);
  return rows[space].data;
}

function describe({ source, listing }: AnySource, position: number, { similarity }: NearRow): FoundImage {
  return {
    id: listing.ids[position] ?? '',
    path: source.format === 'folder' ? source.pathOf(position) : null,
    class: classOf(listing, position),
    similarity,
  };
}

function unreadable({ source }: AnySource, { failures }: CachedEmbeddings): BadFile[] {
  return [
    ...source.badFiles,
    ...failures.map(({ position, reason }) => ({ path: source.pathOf(position), reason })),
  ];
}

function nothingToCompare(searched: AnySource, cached: CachedEmbeddings): UserError {
  const [bad] = unreadable(searched, cached);
  const why = bad === undefined ? '' : ` (${bad.path} ${bad.reason})`;
  return new UserError(
    `${searched.source.path} holds no other image that can be read${why}: name another folder`,
  );
}
