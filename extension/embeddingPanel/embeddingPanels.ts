import { resolve } from 'node:path';
import { ViewColumn, window, type Disposable, type ExtensionContext, type WebviewPanel } from 'vscode';
import * as z from 'zod';
import { DisposableStore } from '../dispose';
import { panelTypes } from '../ids';
import { webviewOptions } from '../panels/panelHtml';
import type { Services } from '../services';
import { EmbeddingPanel } from './embeddingPanel';

/** What the page keeps for the time after a reload of the window. */
const panelStateSchema = z.object({ folder: z.string().min(1) });

/** The panels of this window that compare h and z: one for each run. They come back after a reload. */
export class EmbeddingPanels implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly panels = new Map<string, EmbeddingPanel>();

  constructor(
    private readonly context: ExtensionContext,
    private readonly services: Services,
  ) {
    this.owned.add(
      window.registerWebviewPanelSerializer(panelTypes.embeddings, {
        deserializeWebviewPanel: (panel: WebviewPanel, state: unknown) => {
          this.restore(panel, state);
          return Promise.resolve();
        },
      }),
    );
  }

  /**
   * Opens the panel of the run in `folder`, or shows the one there is.
   * @param step to turn to; null leaves it to the page.
   */
  open(folder: string, step: number | null = null): void {
    const path = resolve(folder);
    const open = this.panels.get(path);
    if (open !== undefined) {
      open.reveal(step);
      return;
    }
    const options = { ...webviewOptions(this.context.extensionUri), enableFindWidget: true };
    this.adopt(
      window.createWebviewPanel(panelTypes.embeddings, 'SimCLR', { viewColumn: ViewColumn.Active }, options),
      path,
      step,
    );
  }

  dispose(): void {
    for (const panel of [...this.panels.values()]) panel.dispose();
    this.owned.dispose();
  }

  private restore(panel: WebviewPanel, state: unknown): void {
    const parsed = panelStateSchema.safeParse(state);
    const path = parsed.success ? resolve(parsed.data.folder) : null;
    // Without its state, or beside another panel of the same run, there is nothing that it could show.
    if (path === null || this.panels.has(path)) {
      panel.dispose();
      return;
    }
    panel.webview.options = webviewOptions(this.context.extensionUri);
    this.adopt(panel, path, null);
  }

  private adopt(panel: WebviewPanel, folder: string, step: number | null): void {
    this.panels.set(
      folder,
      new EmbeddingPanel(panel, folder, step, {
        extensionUri: this.context.extensionUri,
        services: this.services,
        closed: () => this.panels.delete(folder),
      }),
    );
  }
}
