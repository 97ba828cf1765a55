import type { ToEmbeddingPanel } from '../../extension/embeddingPanel/messages';
import { EmbeddingWorker } from './embeddingWorker';
import { alignPoints, evenSpread } from './math/alignPoints';
import type { Matrix } from './math/matrix';
import type { NearRows } from './math/nearestRows';
import type { AlignedPoints, ProjectionName, StepView } from './stepView';
import { spaces, type PlaneProjection, type Space } from './workerMessages';

type Embeddings = Extract<ToEmbeddingPanel, { type: 'embeddings' }>;

/** Images that UMAP lays out itself, as `umapLayout` has it. */
const mostLaidOut = 10_000;

/** What the page knows of the steps, and who computes it. The rows of one step are at hand at a time. */
export class EmbeddingModel {
  private readonly views = new Map<number, StepView>();
  private worker: EmbeddingWorker | null = null;
  private rows: { readonly step: number; readonly h: Matrix; readonly z: Matrix } | null = null;
  private umaps: readonly EmbeddingWorker[] = [];

  /** What is known of a step, if it was shown before. */
  view(step: number): StepView | null {
    return this.views.get(step) ?? null;
  }

  /** Step whose rows are at hand: of it neighbours, clusters and UMAP can be asked for. */
  get stepAtHand(): number | null {
    return this.rows?.step ?? null;
  }

  /** Takes the embeddings of a step, and projects them where that was not done before. */
  async take({ step, h, z, images, sampledOf }: Embeddings): Promise<StepView> {
    const count = images.ids.length;
    const rows = {
      step,
      h: { data: new Float32Array(h.data), count, size: h.size },
      z: { data: new Float32Array(z.data), count, size: z.size },
    };
    const known = this.views.get(step);
    const isSame = known !== undefined && known.images.ids.length === count && known.sizes.h === h.size;
    const view: StepView = isSame
      ? known
      : {
          ...{ step, images, sampledOf, sizes: { h: h.size, z: z.size } },
          places: new Map(images.ids.map((id, place) => [id, place])),
          ...{ points: { pca: {}, umap: {} }, clusters: {}, judgement: null },
        };
    const worker = (this.worker ??= EmbeddingWorker.start());
    await worker.ask('load', { h: rows.h, z: rows.z });
    this.rows = rows;
    for (const space of spaces) {
      if (view.points.pca[space] !== undefined) continue;
      const found = await worker.ask('pca', { space });
      view.points.pca[space] = this.align(view, 'pca', space, found, null);
    }
    this.views.set(step, view);
    return view;
  }

  /**
   * Arranges the images of the step at hand by UMAP, h and z beside each other.
   * @param tell told how far it is, 0 to 1.
   * @throws Cancelled when it is ended by `cancelUmap`.
   */
  async umap(view: StepView, seed: number, tell: (share: number) => void): Promise<void> {
    const { rows } = this;
    if (rows?.step !== view.step) throw new Error('The rows of this step are not at hand.');
    const shares = { h: 0, z: 0 };
    const workers = spaces.map(() => EmbeddingWorker.start());
    this.umaps = workers;
    try {
      const found = await Promise.all(
        spaces.map((space, i) => {
          const asked = { matrix: rows[space], byDirection: space === 'z', seed };
          const told = (share: number) => {
            shares[space] = share;
            tell((shares.h + shares.z) / 2);
          };
          const worker = workers[i];
          if (worker === undefined) throw new Error('There is no worker.');
          return worker.ask('umap', asked, [], told);
        }),
      );
      const count = view.images.ids.length;
      spaces.forEach((space, i) => {
        const plane = found[i];
        if (plane === undefined) return;
        const laidOut = count > mostLaidOut ? mostLaidOut : null;
        view.points.umap[space] = this.align(view, 'umap', space, plane, laidOut);
      });
    } finally {
      for (const worker of workers) worker.end();
      this.umaps = [];
    }
  }

  cancelUmap(): void {
    for (const worker of this.umaps) worker.end();
  }

  /** Groups the images of the step at hand. */
  async cluster(view: StepView, space: Space, k: number, seed: number): Promise<void> {
    const worker = this.workerFor(view);
    if (worker !== null) view.clusters[space] = await worker.ask('clusters', { space, k, seed });
  }

  /** The nearest images in both spaces; null where the rows of the step are not at hand. */
  async neighbours(
    view: StepView,
    row: number,
    k: number,
  ): Promise<Readonly<Record<Space, NearRows>> | null> {
    const worker = this.workerFor(view);
    return worker === null ? null : worker.ask('neighbours', { row, k });
  }

  private workerFor({ step }: StepView): EmbeddingWorker | null {
    return this.rows?.step === step ? this.worker : null;
  }

  /**
   * Spreads a projection evenly, and turns it onto that of the nearest step that has one, so that points do not jump
   * from step to step; UMAP's first one onto the principal components.
   */
  private align(
    view: StepView,
    name: ProjectionName,
    space: Space,
    { points, shares }: PlaneProjection,
    laidOut: number | null,
  ): AlignedPoints {
    const even = evenSpread(points);
    const { ids } = view.images;
    const others = [...this.views.values()].filter((other) => other.step !== view.step);
    others.sort((a, b) => Math.abs(a.step - view.step) - Math.abs(b.step - view.step));
    const near = others.find((other) => other.points[name][space] !== undefined);
    const target = near?.points[name][space] ?? view.points.pca[space];
    const targetIds = near?.images.ids ?? ids;
    const aligned =
      target === undefined
        ? even
        : alignPoints({ points: even, ids }, { points: target.points, ids: targetIds });
    return { points: Float32Array.from(aligned), shares, laidOut };
  }
}
