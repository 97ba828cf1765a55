import { basename } from 'node:path';
import { commands, l10n, Uri, window, type Disposable, type WebviewPanel } from 'vscode';
import { DisposableStore } from '../dispose';
import { commandIds } from '../ids';
import { onPageMessage } from '../panels/onPageMessage';
import { panelHtml } from '../panels/panelHtml';
import type { ShownRun } from '../runs/shownRun';
import type { Services } from '../services';
import { EmbeddingFeed } from './embeddingFeed';
import { exportFile } from './exportFiles';
import { fromEmbeddingPanelSchema, type FromEmbeddingPanel } from './messages';

/** The command that evaluates a checkpoint, called with the run folder and the step. */
const evaluateCommand = 'simclr.evaluateCheckpoint';

/** What a panel needs of those around it. */
export interface EmbeddingPanelContext {
  readonly extensionUri: Uri;
  readonly services: Services;
  closed(): void;
}

/** The panel that compares h and z of one run. It owns its webview, and is gone with it. */
export class EmbeddingPanel implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly feed: EmbeddingFeed;

  /** @param step to turn to; null leaves it to the page. */
  constructor(
    private readonly panel: WebviewPanel,
    readonly folder: string,
    step: number | null,
    private readonly context: EmbeddingPanelContext,
  ) {
    const { extensionUri, services } = context;
    const { webview } = panel;
    this.owned.add(panel);
    this.feed = this.owned.add(
      new EmbeddingFeed(folder, services, step, {
        post: (message) => void webview.postMessage(message),
        shownChanged: (shown) => this.setTitle(shown),
      }),
    );
    this.owned.add(
      onPageMessage(webview, 'the embedding panel', fromEmbeddingPanelSchema, services.log, (message) =>
        this.hear(message),
      ),
    );
    this.owned.add(panel.onDidChangeViewState(() => this.feed.setVisible(panel.visible)));
    this.owned.add(panel.onDidDispose(() => this.dispose()));
    panel.iconPath = Uri.joinPath(extensionUri, 'media', 'run.svg');
    this.feed.setVisible(panel.visible);
    // Last, for the page begins to load here.
    webview.html = panelHtml(webview, extensionUri, {
      ...{ name: 'embeddingPanel', title: 'h and z', workers: true },
    });
  }

  /** Brings the panel to the front, where it is, and turns to a step. */
  reveal(step: number | null): void {
    this.panel.reveal();
    if (step !== null) this.feed.turnTo(step);
  }

  dispose(): void {
    if (this.owned.isDisposed) return;
    this.owned.dispose();
    this.context.closed();
  }

  private setTitle(shown: ShownRun | null): void {
    const title = l10n.t('{0} · h and z', shown?.title ?? basename(this.folder));
    if (this.panel.title !== title) this.panel.title = title;
  }

  private hear(message: FromEmbeddingPanel): void {
    switch (message.type) {
      case 'ready':
        this.feed.panelReady();
        return;
      case 'load':
        this.report(this.feed.load(message.step));
        return;
      case 'compute':
      case 'judge':
        this.report(this.feed.compute(message));
        return;
      case 'cancel':
        this.feed.cancel();
        return;
      case 'thumbnails':
        this.report(this.feed.thumbnails(message.ids));
        return;
      case 'evaluate':
        this.report(this.evaluate(message.step));
        return;
      case 'openRun':
        this.report(commands.executeCommand(commandIds.openRun, this.folder));
        return;
      case 'export':
      case 'exportMatrix':
        this.report(exportFile(this.folder, message));
        return;
    }
  }

  private async evaluate(step: number): Promise<void> {
    if (!(await commands.getCommands(true)).includes(evaluateCommand)) {
      void window.showInformationMessage(
        l10n.t(
          'Evaluate it in a terminal: simclr evaluate {0} --checkpoint {1}',
          basename(this.folder),
          step,
        ),
      );
      return;
    }
    await commands.executeCommand(evaluateCommand, this.folder, step);
  }

  private report(done: Thenable<unknown>): void {
    done.then(undefined, (error: unknown) => {
      void window.showErrorMessage(error instanceof Error ? error.message : String(error));
    });
  }
}
