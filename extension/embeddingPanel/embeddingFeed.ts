import { CancellationTokenSource, l10n, workspace, type Disposable } from 'vscode';
import type { EmbeddingProgress } from '../../engine/protocol/embeddingProtocol';
import { embeddingFolder, readEmbeddings } from '../../engine/runs/embeddings';
import { runPaths } from '../../engine/runs/runPaths';
import { DisposableStore } from '../dispose';
import { missingRun } from '../runPanel/missingRun';
import { chanceOf } from '../runPanel/finding';
import type { ShownRun } from '../runs/shownRun';
import type { Services } from '../services';
import { stateWord } from '../views/runState';
import { selectImages, selectRows, shownRows } from './chosenRows';
import { RunKnowledge } from './knowledge';
import type { FromEmbeddingPanel, PanelWork, ToEmbeddingPanel } from './messages';
import { stepsOf } from './steps';

/** Milliseconds from one look at the run folder to the next, at least. */
const lookEvery = 1000;
/** Milliseconds from one word about progress to the next. */
const tellEvery = 100;

/** Whom a feed speaks to. */
export interface FeedListener {
  post(message: ToEmbeddingPanel): void;
  /** null: the run is gone. */
  shownChanged(shown: ShownRun | null): void;
}

type Work = Extract<FromEmbeddingPanel, { type: 'compute' | 'judge' }>;

/** What one panel knows of its run: steps, numbers, embeddings, and what the engine is asked to do for it. */
export class EmbeddingFeed implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly knowledge: RunKnowledge;
  private ready = false;
  private visible = false;
  private timer: NodeJS.Timeout | null = null;
  private lookedAt = -Infinity;
  private looking = false;
  private lookAgain = false;
  private sent = '';
  private show: number | null;
  private work: { readonly request: Work; readonly source: CancellationTokenSource } | null = null;

  constructor(
    private readonly folder: string,
    private readonly services: Pick<Services, 'store' | 'tool' | 'log'>,
    show: number | null,
    private readonly listener: FeedListener,
  ) {
    this.show = show;
    this.knowledge = new RunKnowledge(runPaths(folder));
    this.owned.add(
      services.store.onDidChange(({ folders }) => {
        if (folders.has(folder)) this.lookSoon();
      }),
    );
    this.owned.add({ dispose: () => clearTimeout(this.timer ?? undefined) });
    this.owned.add({ dispose: () => this.cancel() });
  }

  /** The page's script has run, for the first time or again: it knows nothing. */
  panelReady(): void {
    this.ready = true;
    this.sent = '';
    this.lookSoon(0);
  }

  setVisible(visible: boolean): void {
    this.visible = visible;
    // A hidden page is taken down; it says that it is ready when it is there again.
    if (!visible) this.ready = false;
  }

  /** Turns to a step, as soon as the page is there. */
  turnTo(step: number): void {
    this.show = step;
    this.sent = '';
    if (this.ready) this.lookSoon(0);
  }

  /** Sends the embeddings of a step, or why not. */
  async load(step: number): Promise<void> {
    try {
      const saved = await readEmbeddings(embeddingFolder(runPaths(this.folder).embeddings, step));
      const rows = shownRows(saved);
      const [h, z] = [saved.h, saved.z].map((matrix) => (rows === null ? matrix : selectRows(matrix, rows)));
      if (h === undefined || z === undefined) return;
      this.listener.post({
        ...{ type: 'embeddings', step },
        h: { data: h.data.buffer, size: h.columns },
        z: { data: z.data.buffer, size: z.columns },
        images: rows === null ? saved.images : selectImages(saved.images, rows),
        sampledOf: rows === null ? null : saved.images.ids.length,
      });
    } catch (error) {
      this.fail('load', step, error);
    }
  }

  /** Has the engine embed a checkpoint or judge its images; one thing at a time. */
  async compute(request: Work): Promise<void> {
    this.cancel();
    const source = new CancellationTokenSource();
    const work = { request, source };
    this.work = work;
    const { type: kind, step } = request;
    let told = -Infinity;
    const tell = ({ phase, done, total }: Pick<EmbeddingProgress, 'phase' | 'done' | 'total'>) => {
      if (this.work !== work || (performance.now() < told + tellEvery && done !== total)) return;
      told = performance.now();
      const message: PanelWork = { kind, step, phase: phaseWord(phase), done, total };
      this.listener.post({ type: 'work', work: message });
    };
    tell({ phase: 'starting', done: 0, total: 0 });
    const params = { runFolder: this.folder, step };
    try {
      if (kind === 'compute') {
        await this.services.tool.computeEmbeddings(params, tell, source.token);
      } else {
        const judgement = await this.services.tool.judge(params, tell, source.token);
        this.listener.post({ type: 'judgement', step, judgement });
      }
    } catch (error) {
      if (!source.token.isCancellationRequested) this.fail(kind, step, error);
    } finally {
      source.dispose();
      if (this.work === work) {
        this.work = null;
        this.listener.post({ type: 'work', work: null });
      }
    }
    if (kind === 'compute') this.lookSoon(0);
  }

  /** Ends the work under way. */
  cancel(): void {
    this.work?.source.cancel();
  }

  async thumbnails(ids: readonly string[]): Promise<void> {
    if (!workspace.isTrusted) {
      this.fail('thumbnails', null, new Error(l10n.t('Trust this workspace to see the images.')));
      return;
    }
    try {
      const { side, rgb, found } = await this.services.tool.thumbnails({ runFolder: this.folder, ids });
      const bytes = Uint8Array.from(Buffer.from(rgb, 'base64'));
      this.listener.post({ type: 'thumbnails', ids, side, rgb: bytes.buffer, found });
    } catch (error) {
      this.fail('thumbnails', null, error);
    }
  }

  dispose(): void {
    this.owned.dispose();
  }

  private lookSoon(wait = Math.max(0, this.lookedAt + lookEvery - performance.now())): void {
    if (this.timer !== null) {
      if (wait > 0) return;
      clearTimeout(this.timer);
    }
    this.timer = setTimeout(() => {
      this.timer = null;
      void this.look();
    }, wait);
  }

  private async look(): Promise<void> {
    if (this.looking) {
      this.lookAgain = true;
      return;
    }
    this.looking = true;
    try {
      await this.lookNow();
    } catch (error) {
      this.services.log.warn(`The embeddings of ${this.folder} cannot be looked for: ${String(error)}`);
    } finally {
      this.looking = false;
      this.lookedAt = performance.now();
      if (this.lookAgain && !this.owned.isDisposed) {
        this.lookAgain = false;
        this.lookSoon();
      }
    }
  }

  private async lookNow(): Promise<void> {
    const { store } = this.services;
    if (!store.loaded || store.get(this.folder) === undefined) await store.refresh();
    const shown = store.get(this.folder);
    this.listener.shownChanged(shown ?? null);
    if (!this.ready || !this.visible) return;
    if (shown === undefined) {
      this.sent = '';
      const remedy = l10n.t('Close this panel, or put the folder back.');
      this.listener.post({ type: 'gone', message: await missingRun(this.folder, store, remedy) });
      return;
    }
    const { run } = shown;
    const view = {
      ...{ folder: this.folder, id: run.id, title: shown.title, state: stateWord(run.state) },
      ...{ steps: stepsOf(run), mayCompute: workspace.isTrusted, seed: run.record.config.seed },
    };
    const knowledge = await this.knowledge.look(chanceOf(run.record));
    const text = JSON.stringify([view, knowledge]);
    if (text === this.sent) return;
    this.sent = text;
    this.listener.post({ type: 'run', run: view, show: this.show });
    this.show = null;
    this.listener.post({ type: 'knowledge', steps: knowledge });
  }

  private fail(
    what: Extract<ToEmbeddingPanel, { type: 'failed' }>['what'],
    step: number | null,
    error: unknown,
  ): void {
    const message = error instanceof Error ? error.message : String(error);
    this.listener.post({ type: 'failed', what, step, message });
  }
}

function phaseWord(phase: string): string {
  switch (phase) {
    case 'listing':
      return l10n.t('Listing images');
    case 'decoding':
      return l10n.t('Decoding images');
    case 'generating':
      return l10n.t('Painting images');
    case 'warmingUp':
      return l10n.t('Warming up the GPU: minutes the first time on a new one');
    case 'embedding':
      return l10n.t('Embedding');
    case 'fitting':
      return l10n.t('Fitting probes');
    default:
      return l10n.t('Starting');
  }
}
