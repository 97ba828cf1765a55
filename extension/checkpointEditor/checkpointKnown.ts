import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { l10n, RelativePattern, Uri, workspace, type Disposable } from 'vscode';
import {
  embeddingFolder,
  readEmbeddingImages,
  readEmbeddings,
  type SavedEmbeddings,
} from '../../engine/runs/embeddings';
import { readRun } from '../../engine/runs/readRun';
import { DisposableStore } from '../dispose';
import type { EvaluationFiles } from '../evaluations/evaluationFiles';
import { fileStamp, noFile } from '../runs/fileStamp';
import type { Services } from '../services';
import { knownAccuracies, lineAt } from './knownAccuracies';
import type { KnownImage, NearImage, ToKnownSection } from './knownMessages';
import { nearestImages, type NearRow } from './nearestImages';
import { queryRows } from './queryRows';
import type { RunOfCheckpoint } from './runOfCheckpoint';

/** Images whose neighbours are shown at once, and neighbours of each. */
const queriesAtOnce = 5;
const neighbours = 8;
/** Milliseconds after a change on disk before it is read: a writer changes several files. */
const settleTime = 300;

/** What is needed to tell what is known. */
export interface KnownContext extends Pick<Services, 'tool' | 'log'> {
  readonly evaluations: EvaluationFiles;
}

/** Embeddings on the disk. */
interface Kept {
  /** Another one whenever they are written anew. */
  readonly stamp: string;
  /** How many images they are of; 0 where that cannot be read. */
  readonly images: number;
}

/**
 * What is known of a checkpoint from its run's files; it is told anew whenever they change. Embeddings are large: they
 * are read when neighbours are to be found that were not found before, and then let go.
 */
export class CheckpointKnown implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly folder: string;
  private readonly embeddings: string;
  private kept: Kept | null = null;
  /** The neighbours that were found last, among those that are kept. */
  private found: Extract<ToKnownSection, { type: 'neighbours' }> | null = null;
  private timer: NodeJS.Timeout | undefined;
  private turn = 0;

  constructor(
    private readonly place: RunOfCheckpoint,
    private readonly context: KnownContext,
    private readonly post: (message: ToKnownSection) => void,
  ) {
    this.folder = place.run.paths.folder;
    this.embeddings = embeddingFolder(place.run.paths.embeddings, place.step);
    const pattern = new RelativePattern(
      Uri.file(this.folder),
      '{evaluations/*.json,embeddings/*/images.json}',
    );
    const watcher = this.owned.add(workspace.createFileSystemWatcher(pattern));
    for (const event of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete]) {
      this.owned.add(event(() => this.lookSoon()));
    }
    this.owned.add(workspace.onDidGrantWorkspaceTrust(() => this.lookSoon()));
    this.owned.add({ dispose: () => clearTimeout(this.timer) });
  }

  /** A page has begun, which was told nothing yet. */
  async begin(): Promise<void> {
    const { found } = this;
    await this.look();
    if (found !== null && found === this.found) this.tell(found);
  }

  /** Reads what there is, and tells it; the neighbours of the images of this turn only if they are others. */
  async look(): Promise<void> {
    const { step } = this.place;
    try {
      const { paths, record } = readRun(this.folder);
      const line = await lineAt(paths.metrics, step);
      const lines = await this.context.evaluations.of(this.folder);
      const kept = await this.lookAtEmbeddings();
      if (kept !== this.kept) this.found = null;
      this.kept = kept;
      this.tell({
        type: 'known',
        known: {
          accuracies: knownAccuracies(line, record, step),
          evaluations: lines
            .filter((each) => each.step === step)
            .map(({ path, description, facts }) => ({ path, title: description, facts })),
          images: kept?.images ?? null,
          mayShow: workspace.isTrusted,
        },
      });
    } catch (error) {
      this.context.log.warn(
        `What is known of step ${step} of ${this.folder} cannot be read: ${String(error)}`,
      );
      return;
    }
    if (this.kept !== null && this.found === null) await this.findNeighbours(this.turn);
  }

  /** Finds the neighbours of the images of a turn, from 0, and tells them. */
  async findNeighbours(turn: number): Promise<void> {
    this.turn = turn;
    try {
      const { kept } = this;
      if (kept === null) return;
      const saved = await readEmbeddings(this.embeddings);
      const { h, z, images } = saved;
      const rows = queryRows(images.labels, images.ids.length, queriesAtOnce, turn);
      const inH = await nearestImages(h, rows, neighbours, () => setImmediate());
      const inZ = await nearestImages(z, rows, neighbours, () => setImmediate());
      if (turn !== this.turn || kept !== this.kept) return;
      const found = rows.map((row, place) => ({
        query: imageAt(saved, row),
        h: (inH[place] ?? []).map((near) => nearImage(saved, row, near)),
        z: (inZ[place] ?? []).map((near) => nearImage(saved, row, near)),
      }));
      this.found = { type: 'neighbours', turn, found };
      this.tell(this.found);
    } catch (error) {
      this.fail('neighbours', error);
    }
  }

  /** Sends pictures of images, which the engine makes. */
  async thumbnails(ids: readonly string[]): Promise<void> {
    try {
      if (!workspace.isTrusted) throw new Error(l10n.t('Trust this workspace to see the images.'));
      const { side, rgb, found } = await this.context.tool.thumbnails({ runFolder: this.folder, ids });
      this.tell({
        type: 'thumbnails',
        ids,
        side,
        rgb: Uint8Array.from(Buffer.from(rgb, 'base64')).buffer,
        found,
      });
    } catch (error) {
      this.fail('thumbnails', error);
    }
  }

  dispose(): void {
    this.owned.dispose();
  }

  /** What is kept now: the same as before unless it was written anew; null where nothing is. */
  private async lookAtEmbeddings(): Promise<Kept | null> {
    const stamp = await fileStamp(join(this.embeddings, 'images.json'));
    if (stamp === noFile) return null;
    if (stamp === this.kept?.stamp) return this.kept;
    const images = await readEmbeddingImages(this.embeddings).then(
      ({ ids }) => ids.length,
      () => 0,
    );
    return { stamp, images };
  }

  private lookSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.look(), settleTime);
  }

  private fail(what: Extract<ToKnownSection, { type: 'knownFailed' }>['what'], error: unknown): void {
    this.tell({ type: 'knownFailed', what, message: error instanceof Error ? error.message : String(error) });
  }

  private tell(message: ToKnownSection): void {
    if (!this.owned.isDisposed) this.post(message);
  }
}

function imageAt({ images: { ids, labels, classes } }: SavedEmbeddings, row: number): KnownImage {
  return { id: ids[row] ?? '', label: classes?.[labels?.[row] ?? -1] ?? null };
}

function nearImage(saved: SavedEmbeddings, query: number, { row, similarity }: NearRow): NearImage {
  const image = imageAt(saved, row);
  const { label } = imageAt(saved, query);
  const differs = image.label !== null && label !== null && image.label !== label;
  return { ...image, similarity, differs };
}
