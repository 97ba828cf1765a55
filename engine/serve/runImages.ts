import type { Dataset } from '../data/dataset';
import type { OpenHooks } from '../data/progress';
import type { ThumbnailParams, Thumbnails } from '../protocol/embeddingProtocol';

/** Runs whose images stay at hand: that of a panel, and the one that is looked at beside it. */
const mostRuns = 2;

interface OpenImages {
  readonly dataset: Dataset;
  /** Position in the test split by name. */
  readonly positions: ReadonlyMap<string, number>;
}

/** The data sets of runs, which stay open from one question to the next, and their evaluation images. */
export class RunImages {
  private readonly open = new Map<string, Promise<OpenImages>>();

  /**
   * The images with these names, small.
   * @throws UserError when the run's images are gone or changed.
   */
  async thumbnails({ runFolder, ids }: ThumbnailParams, hooks: OpenHooks): Promise<Thumbnails> {
    const { dataset, positions } = await this.imagesOf(runFolder, hooks, 'see the run on them');
    const { smallImages } = await import('../augment/thumbnails');
    const places = ids.map((id) => positions.get(id) ?? -1);
    const { side, rgb } = smallImages(dataset.test, places, dataset.imageSize);
    return {
      side,
      rgb: Buffer.from(rgb.buffer).toString('base64'),
      found: places.map((place) => place >= 0),
    };
  }

  /**
   * The images that a run was trained on.
   * @param purpose as `openRunData` takes it.
   * @throws UserError when they are gone or changed; the signal's reason when it aborts.
   */
  async dataset(runFolder: string, hooks: OpenHooks, purpose: string): Promise<Dataset> {
    const { dataset } = await this.imagesOf(runFolder, hooks, purpose);
    return dataset;
  }

  private async imagesOf(runFolder: string, hooks: OpenHooks, purpose: string): Promise<OpenImages> {
    const known = this.open.get(runFolder);
    // Whoever had it opened may have called that off, which is no reason for others.
    if (known !== undefined) return known.catch(() => this.imagesOf(runFolder, hooks, purpose));
    const opening = openImages(runFolder, hooks, purpose);
    this.open.set(runFolder, opening);
    // What could not be opened may be there the next time.
    opening.catch(() => this.open.delete(runFolder));
    const [oldest] = this.open.keys();
    if (this.open.size > mostRuns && oldest !== undefined) this.open.delete(oldest);
    return opening;
  }
}

async function openImages(runFolder: string, hooks: OpenHooks, purpose: string): Promise<OpenImages> {
  const { readRun } = await import('../runs/readRun');
  const { openRunData } = await import('../evaluate/openRunData');
  const run = readRun(runFolder);
  const dataset = await openRunData(run, run.record.config, hooks, purpose);
  return { dataset, positions: new Map(dataset.test.ids.map((id, position) => [id, position])) };
}
