import { commands, env, l10n, Uri, window, type Disposable, type WebviewPanel } from 'vscode';
import { pickRuns } from '../commands/chooseRuns';
import { DisposableStore } from '../dispose';
import { commandIds } from '../ids';
import { onPageMessage } from '../panels/onPageMessage';
import { panelHtml } from '../panels/panelHtml';
import { exportedPicture } from '../runPanel/exportedChart';
import { seriesKeys } from '../runPanel/metricsTable';
import { saveChart } from '../runPanel/saveChart';
import type { Services } from '../services';
import { comparedCsv, type WrittenRun } from './comparedCsv';
import { CompareFeed } from './compareFeed';
import { fromComparePanelSchema, type FromComparePanel } from './messages';

type Message<Type extends FromComparePanel['type']> = Extract<FromComparePanel, { type: Type }>;

/** What a panel needs of those around it. */
export interface ComparePanelContext {
  readonly extensionUri: Uri;
  readonly services: Services;
  closed(panel: ComparePanel): void;
}

/** A panel that compares runs. It owns its webview, and is gone with it. */
export class ComparePanel implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly feed: CompareFeed;

  constructor(
    private readonly panel: WebviewPanel,
    folders: readonly string[],
    private readonly context: ComparePanelContext,
  ) {
    const { extensionUri, services } = context;
    const { webview } = panel;
    this.owned.add(panel);
    this.feed = this.owned.add(
      new CompareFeed(folders, services, {
        post: (message) => void webview.postMessage(message),
        runsChanged: () => this.setTitle(),
      }),
    );
    this.setTitle();
    this.owned.add(
      onPageMessage(webview, 'the comparison panel', fromComparePanelSchema, services.log, (message) =>
        this.hear(message),
      ),
    );
    this.owned.add(panel.onDidChangeViewState(() => this.feed.setVisible(panel.visible)));
    this.owned.add(panel.onDidDispose(() => this.dispose()));
    panel.iconPath = Uri.joinPath(extensionUri, 'media', 'compare.svg');
    this.feed.setVisible(panel.visible);
    // Last, for the page begins to load here.
    webview.html = panelHtml(webview, extensionUri, { name: 'comparePanel', title: 'SimCLR comparison' });
  }

  /** The runs that it compares, in the order in which they were added. */
  get folders(): readonly string[] {
    return this.feed.folders;
  }

  /** Brings the panel to the front, where it is. */
  reveal(): void {
    this.panel.reveal();
  }

  dispose(): void {
    if (this.owned.isDisposed) return;
    this.owned.dispose();
    this.context.closed(this);
  }

  private setTitle(): void {
    const { folders } = this;
    const [first, second] = folders.map((folder) => this.feed.source(folder)?.shown?.title);
    const title =
      folders.length === 2 && first !== undefined && second !== undefined
        ? l10n.t('{0} ↔ {1}', first, second)
        : l10n.t('{0} runs compared', folders.length);
    if (this.panel.title !== title) this.panel.title = title;
  }

  private hear(message: FromComparePanel): void {
    switch (message.type) {
      case 'ready':
        this.feed.panelReady(message.smoothing);
        return;
      case 'smoothing':
        this.feed.setSmoothing(message.smoothing);
        return;
      case 'add':
        this.report(this.addRuns());
        return;
      case 'remove':
        this.feed.setFolders(this.folders.filter((folder) => folder !== message.folder));
        return;
      case 'open':
        this.report(commands.executeCommand(commandIds.openRun, message.folder));
        return;
      case 'diff':
        this.report(commands.executeCommand(commandIds.diffConfigs, [message.a, message.b]));
        return;
      case 'copy':
        this.report(this.copy(message.text));
        return;
      case 'export':
        this.export(message);
        return;
      case 'exportMetric':
        this.exportMetric(message);
        return;
    }
  }

  private async addRuns(): Promise<void> {
    const { store } = this.context.services;
    const others = store.runs.filter(({ run }) => !this.folders.includes(run.paths.folder));
    if (others.length === 0) {
      void window.showInformationMessage(l10n.t('Every run is in the comparison already.'));
      return;
    }
    const picked = await pickRuns(others, l10n.t('Runs to add to the comparison'));
    if (picked === undefined || picked.length === 0 || this.owned.isDisposed) return;
    this.feed.setFolders([...this.folders, ...picked.map(({ run }) => run.paths.folder)]);
  }

  private async copy(text: string): Promise<void> {
    await env.clipboard.writeText(text);
    window.setStatusBarMessage(l10n.t('The table is on the clipboard.'), 4000);
  }

  private export({ name, format, data }: Message<'export'>): void {
    const contents = format === 'csv' ? [data] : exportedPicture(format, data);
    if (contents === null) {
      this.context.services.log.warn(`The comparison sent a picture that is no ${format}; it is not saved.`);
      return;
    }
    const title = format === 'csv' ? { title: l10n.t('Export table') } : {};
    this.report(saveChart({ name: `comparison-${name}.${format}`, format, contents, ...title }));
  }

  private exportMetric({ metric, folders }: Message<'exportMetric'>): void {
    const key = seriesKeys.find((each) => each === metric);
    if (key === undefined) return;
    const runs = folders.flatMap((folder): WrittenRun[] => {
      const source = this.feed.source(folder);
      if (!source?.shown) return [];
      return [{ title: source.shown.title, id: source.shown.run.id, table: source.table }];
    });
    this.report(
      saveChart({ name: `comparison-${metric}.csv`, format: 'csv', contents: comparedCsv(runs, key) }),
    );
  }

  private report(done: Thenable<unknown>): void {
    done.then(undefined, (error: unknown) => {
      void window.showErrorMessage(error instanceof Error ? error.message : String(error));
    });
  }
}
