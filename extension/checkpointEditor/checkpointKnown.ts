import { setImmediate } from 'node:timers/promises';
import { l10n, RelativePattern, Uri, workspace, type Disposable } from 'vscode';
import { embeddingFolder, readEmbeddings, type SavedEmbeddings } from '../../engine/runs/embeddings';
import { listEmbeddings } from '../../engine/runs/embeddings';
import { readRun } from '../../engine/runs/readRun';
import { DisposableStore } from '../dispose';
import { EvaluationFiles } from '../evaluations/evaluationFiles';
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

/** What is known of a checkpoint from its run's files, for one page; it is told anew whenever they change. */
export class CheckpointKnown implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly evaluations = this.owned.add(new EvaluationFiles());
  private readonly folder: string;
  private embeddings: Promise<SavedEmbeddings> | null = null;
  private timer: NodeJS.Timeout | undefined;
  private turn = 0;

  constructor(
    private readonly place: RunOfCheckpoint,
    private readonly services: Pick<Services, 'tool' | 'log'>,
    private readonly post: (message: ToKnownSection) => void,
  ) {
    this.folder = place.run.paths.folder;
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

  /** Reads what there is, and tells it, with the neighbours of the images of this turn. */
  async look(): Promise<void> {
    const { step } = this.place;
    try {
      const { paths, record } = readRun(this.folder);
      const line = await lineAt(paths.metrics, step);
      const lines = await this.evaluations.of(this.folder);
      const kept = listEmbeddings(paths.embeddings).some((each) => each.step === step);
      this.embeddings = kept ? readEmbeddings(embeddingFolder(paths.embeddings, step)) : null;
      const images = await this.embeddings?.then(
        (saved) => saved.images.ids.length,
        () => 0,
      );
      this.tell({
        type: 'known',
        known: {
          accuracies: knownAccuracies(line, record, step),
          evaluations: lines
            .filter((each) => each.step === step)
            .map(({ path, description, facts }) => ({ path, title: description, facts })),
          images: images ?? null,
          mayShow: workspace.isTrusted,
        },
      });
    } catch (error) {
      this.services.log.warn(
        `What is known of step ${step} of ${this.folder} cannot be read: ${String(error)}`,
      );
      return;
    }
    if (this.embeddings !== null) await this.findNeighbours(this.turn);
  }

  /** Finds the neighbours of the images of a turn, from 0, and tells them. */
  async findNeighbours(turn: number): Promise<void> {
    this.turn = turn;
    try {
      const saved = await this.embeddings;
      if (saved === null) return;
      const { h, z, images } = saved;
      const rows = queryRows(images.labels, images.ids.length, queriesAtOnce, turn);
      const inH = await nearestImages(h, rows, neighbours, () => setImmediate());
      const inZ = await nearestImages(z, rows, neighbours, () => setImmediate());
      if (turn !== this.turn) return;
      const found = rows.map((row, place) => ({
        query: imageAt(saved, row),
        h: (inH[place] ?? []).map((near) => nearImage(saved, row, near)),
        z: (inZ[place] ?? []).map((near) => nearImage(saved, row, near)),
      }));
      this.tell({ type: 'neighbours', turn, found });
    } catch (error) {
      this.fail('neighbours', error);
    }
  }

  /** Sends pictures of images, which the engine makes. */
  async thumbnails(ids: readonly string[]): Promise<void> {
    try {
      if (!workspace.isTrusted) throw new Error(l10n.t('Trust this workspace to see the images.'));
      const { side, rgb, found } = await this.services.tool.thumbnails({ runFolder: this.folder, ids });
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
