import { basename, dirname } from 'node:path';
import { l10n, Uri, window, workspace, type Disposable, type Memento, type WebviewPanel } from 'vscode';
import { listCheckpoints } from '../../engine/runs/checkpoints';
import { browseImage } from '../commands/browseImage';
import { DisposableStore } from '../dispose';
import type { EvaluationFiles } from '../evaluations/evaluationFiles';
import { onPageMessage } from '../panels/onPageMessage';
import { panelHtml } from '../panels/panelHtml';
import { loadChartSettings, saveChartSettings } from '../runPanel/chartSettings';
import { exportedChart } from '../runPanel/exportedChart';
import type { ChartExport } from '../runPanel/messages';
import { saveChart } from '../runPanel/saveChart';
import type { Services } from '../services';
import { doAction, openEvaluation } from './checkpointActions';
import { CheckpointCurves } from './checkpointCurves';
import type { CheckpointDocument, DocumentMessage } from './checkpointDocument';
import { CheckpointKnown } from './checkpointKnown';
import { checkpointView } from './checkpointView';
import { FeatureMapsFeed } from './featureMapsFeed';
import type { FeatureImage } from './featureMapsMessages';
import { fromCheckpointPageSchema, type FromCheckpointPage, type ToCheckpointPage } from './messages';
import { runOfCheckpoint, type RunOfCheckpoint } from './runOfCheckpoint';

/** What an editor needs of those around it. */
export interface CheckpointEditorContext {
  readonly extensionUri: Uri;
  readonly globalState: Memento;
  readonly services: Pick<Services, 'store' | 'tool' | 'log'>;
  readonly evaluations: EvaluationFiles;
}

/** An editor of a file: one view of its document. It is gone with its webview. */
export class CheckpointEditor implements Disposable {
  private readonly owned = new DisposableStore();
  /** What is told only while the page is there. */
  private page = new DisposableStore();
  private readonly run: RunOfCheckpoint | null;
  private readonly maps: FeatureMapsFeed;
  private readonly known: CheckpointKnown | null;
  private curves: CheckpointCurves | null = null;
  private opened: Extract<DocumentMessage, { type: 'opened' }> | null = null;
  private lastView = '';

  constructor(
    private readonly panel: WebviewPanel,
    private readonly document: CheckpointDocument,
    private readonly context: CheckpointEditorContext,
  ) {
    const { extensionUri, services, evaluations } = context;
    const { webview } = panel;
    this.run = runOfCheckpoint(document.path);
    this.maps = this.owned.add(
      new FeatureMapsFeed(document.path, services.tool, (message) => this.post(message)),
    );
    this.known =
      this.run === null
        ? null
        : this.owned.add(
            new CheckpointKnown(this.run, { ...services, evaluations }, (message) => this.post(message)),
          );
    this.owned.add(
      onPageMessage(webview, "a checkpoint's page", fromCheckpointPageSchema, services.log, (message) =>
        this.hear(message),
      ),
    );
    this.owned.add(services.store.onDidChange(() => this.postView()));
    this.owned.add(workspace.onDidGrantWorkspaceTrust(() => this.postView()));
    this.owned.add(panel.onDidDispose(() => this.dispose()));
    // Last, for the page begins to load here.
    webview.html = panelHtml(webview, extensionUri, { name: 'checkpointEditor', title: 'Checkpoint' });
  }

  dispose(): void {
    this.page.dispose();
    this.owned.dispose();
  }

  /** The page's script has begun, for the first time or after it was hidden: it has nothing yet. */
  private pageReady(): void {
    this.page.dispose();
    this.page = new DisposableStore();
    this.lastView = '';
    const settings = loadChartSettings(this.context.globalState);
    this.post({ type: 'settings', settings });
    this.curves = null;
    if (this.run !== null) {
      const { run, step } = this.run;
      const post = (message: ToCheckpointPage) => this.post(message);
      const failed = (error: unknown) =>
        this.context.services.log.warn(`${run.paths.metrics}: ${String(error)}`);
      this.curves = this.page.add(new CheckpointCurves(run.paths.metrics, step, settings, post, failed));
    }
    void this.known?.begin();
    this.page.add(this.document.listen((message) => this.tell(message)));
    this.maps.resend();
  }

  private tell(message: DocumentMessage): void {
    switch (message.type) {
      case 'loading':
        this.opened = null;
        this.lastView = '';
        this.maps.forget();
        this.post(message);
        return;
      case 'opened':
        this.opened = message;
        this.postView();
        this.curves?.refresh();
        return;
      case 'compared':
        this.post({ ...message, name: basename(message.path) });
        return;
      case 'failed':
        this.post(
          message.of === 'file'
            ? { type: 'failed', message: message.message }
            : { type: 'comparing', name: '', failure: message.message },
        );
        return;
      default:
        this.post(message);
    }
  }

  private postView(): void {
    const { opened, run } = this;
    if (opened === null || this.owned.isDisposed) return;
    const view = checkpointView(opened, {
      ...{ path: this.document.path, run, trusted: workspace.isTrusted },
      shown: run === null ? undefined : this.context.services.store.get(run.run.paths.folder),
    });
    // Of a large file the tensors are most of it, and they stay.
    const text = JSON.stringify({ ...view, tensors: [] });
    if (text === this.lastView) return;
    this.lastView = text;
    this.post({ type: 'checkpoint', view });
  }

  private post(message: ToCheckpointPage): void {
    if (!this.owned.isDisposed) void this.panel.webview.postMessage(message);
  }

  private hear(message: FromCheckpointPage): void {
    switch (message.type) {
      case 'ready':
        this.pageReady();
        return;
      case 'action':
        this.report(doAction(message.action, this.document.path, this.run));
        return;
      case 'channels':
        this.document.ask(message);
        return;
      case 'neighbours':
        void this.known?.findNeighbours(message.turn);
        return;
      case 'thumbnails':
        void this.known?.thumbnails(message.ids);
        return;
      case 'openEvaluation':
        this.report(openEvaluation(message.path, this.run));
        return;
      case 'compare':
        this.report(this.compare(message.step));
        return;
      case 'maps':
        this.report(this.showMaps(message.image));
        return;
      case 'cancelMaps':
        this.maps.cancel();
        return;
      case 'settings':
        this.curves?.setSmoothing(message.settings.smoothing);
        this.report(saveChartSettings(this.context.globalState, message.settings));
        return;
      case 'export':
        this.report(this.export(message));
        return;
    }
  }

  private async compare(step: number | null): Promise<void> {
    const path = step === null ? await askFile(this.document.path) : siblingAt(this.run, step);
    if (path === undefined) return;
    this.post({ type: 'comparing', name: basename(path), failure: null });
    this.document.ask({ type: 'compare', path });
  }

  private async showMaps(image: FeatureImage | null): Promise<void> {
    if (image !== null) return this.maps.show(image);
    const path = await browseImage(l10n.t('Image to send through the encoder'));
    if (path !== null) await this.maps.show({ path });
  }

  private async export(request: ChartExport): Promise<void> {
    const contents = this.curves === null ? null : exportedChart(request, this.curves.table);
    if (contents === null) return;
    const { chart, format } = request;
    const name = `${basename(this.document.path, '.safetensors')}-${chart}.${format}`;
    await saveChart({ name, format, contents });
  }

  private report(done: Promise<unknown>): void {
    done.catch((error: unknown) => {
      void window.showErrorMessage(error instanceof Error ? error.message : String(error));
    });
  }
}

/** The run's checkpoint of a step; undefined where it keeps none. */
function siblingAt(run: RunOfCheckpoint | null, step: number): string | undefined {
  if (run === null) return undefined;
  return listCheckpoints(run.run.paths.checkpoints).find((other) => other.step === step)?.path;
}

async function askFile(path: string): Promise<string | undefined> {
  const chosen = await window.showOpenDialog({
    title: l10n.t('File to compare with'),
    openLabel: l10n.t('Compare'),
    defaultUri: Uri.file(dirname(path)),
    filters: { safetensors: ['safetensors'] },
  });
  return chosen?.[0]?.fsPath;
}
