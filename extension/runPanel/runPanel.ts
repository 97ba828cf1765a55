import { basename } from 'node:path';
import { commands, Uri, window, type Disposable, type WebviewPanel } from 'vscode';
import { DisposableStore } from '../dispose';
import { onPageMessage } from '../panels/onPageMessage';
import { panelHtml } from '../panels/panelHtml';
import type { ShownRun } from '../runs/shownRun';
import type { Services } from '../services';
import { stateWord } from '../views/runState';
import { exportedChart } from './exportedChart';
import { fromRunPanelSchema, type FromRunPanel, type ChartExport, type ChartSettings } from './messages';
import { actionCommands } from './runActions';
import { openCheckpoint, revealCheckpoint } from './runCheckpoint';
import { RunFeed } from './runFeed';
import { saveChart } from './saveChart';

/** What a panel needs of those around it. */
export interface RunPanelContext {
  readonly extensionUri: Uri;
  readonly services: Services;
  readonly settings: ChartSettings;
  /** The user has changed how charts are drawn. */
  settingsChanged(settings: ChartSettings, by: RunPanel): void;
  closed(panel: RunPanel): void;
}

/** The panel of one run. It owns its webview, and is gone with it. */
export class RunPanel implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly feed: RunFeed;

  constructor(
    private readonly panel: WebviewPanel,
    readonly folder: string,
    private readonly context: RunPanelContext,
  ) {
    const { extensionUri, services, settings } = context;
    const { webview } = panel;
    this.owned.add(panel);
    this.feed = this.owned.add(
      new RunFeed(folder, services, settings, {
        post: (message) => void webview.postMessage(message),
        shownChanged: (shown) => this.setTitle(shown),
        refused: (message) => void window.showInformationMessage(message),
      }),
    );
    this.owned.add(
      onPageMessage(webview, 'the run panel', fromRunPanelSchema, services.log, (message) =>
        this.hear(message),
      ),
    );
    this.owned.add(panel.onDidChangeViewState(() => this.feed.setVisible(panel.visible)));
    this.owned.add(panel.onDidDispose(() => this.dispose()));
    panel.iconPath = Uri.joinPath(extensionUri, 'media', 'run.svg');
    this.feed.setVisible(panel.visible);
    // Last, for the page begins to load here.
    webview.html = panelHtml(webview, extensionUri, { name: 'runPanel', title: 'SimCLR run' });
  }

  /** Brings the panel to the front, where it is. */
  reveal(preserveFocus: boolean): void {
    this.panel.reveal(undefined, preserveFocus);
  }

  /** Draws as another panel was told to. */
  setSettings(settings: ChartSettings): void {
    this.feed.setSettings(settings, false);
  }

  dispose(): void {
    if (this.owned.isDisposed) return;
    this.owned.dispose();
    this.context.closed(this);
  }

  private setTitle(shown: ShownRun | null): void {
    const title = shown === null ? basename(this.folder) : `${shown.title} · ${stateWord(shown.run.state)}`;
    if (this.panel.title !== title) this.panel.title = title;
  }

  private hear(message: FromRunPanel): void {
    switch (message.type) {
      case 'ready':
        this.feed.panelReady();
        return;
      case 'action':
        this.report(commands.executeCommand(actionCommands[message.action], this.folder));
        return;
      case 'newPairs':
        this.feed.newPairs(message.count);
        return;
      case 'settings':
        this.feed.setSettings(message.settings, true);
        this.context.settingsChanged(message.settings, this);
        return;
      case 'openCheckpoint':
        this.report(openCheckpoint(this.folder, message.step));
        return;
      case 'revealCheckpoint':
        this.report(revealCheckpoint(this.folder, message.step));
        return;
      case 'export':
        this.export(message);
        return;
    }
  }

  private export(request: ChartExport): void {
    const contents = exportedChart(request, this.feed.table);
    if (contents === null) {
      this.context.services.log.warn(
        `The run panel sent a chart that is no ${request.format}; it is not saved.`,
      );
      return;
    }
    const { chart, format } = request;
    this.report(saveChart({ name: `${basename(this.folder)}-${chart}.${format}`, format, contents }));
  }

  private report(done: Thenable<unknown>): void {
    done.then(undefined, (error: unknown) => {
      void window.showErrorMessage(error instanceof Error ? error.message : String(error));
    });
  }
}
