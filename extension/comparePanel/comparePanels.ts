import { resolve } from 'node:path';
import { ViewColumn, window, type Disposable, type ExtensionContext, type WebviewPanel } from 'vscode';
import * as z from 'zod';
import { DisposableStore } from '../dispose';
import { panelTypes } from '../ids';
import { webviewOptions } from '../panels/panelHtml';
import type { Services } from '../services';
import { ComparePanel } from './comparePanel';

/** What the page keeps for the time after a reload of the window; the rest of it is the page's own. */
const panelStateSchema = z.object({ folders: z.array(z.string().min(1)).min(1).max(500) });

/** The comparisons of this window. They come back after a reload. */
export class ComparePanels implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly panels = new Set<ComparePanel>();

  constructor(
    private readonly context: Pick<ExtensionContext, 'extensionUri'>,
    private readonly services: Services,
  ) {
    this.owned.add(
      window.registerWebviewPanelSerializer(panelTypes.compare, {
        deserializeWebviewPanel: (panel: WebviewPanel, state: unknown) => {
          this.restore(panel, state);
          return Promise.resolve();
        },
      }),
    );
  }

  /** Compares the runs in these folders, in a new panel or in the one that compares just these. */
  open(folders: readonly string[]): void {
    const paths = folders.map((folder) => resolve(folder));
    const key = keyOf(paths);
    const open = [...this.panels].find((panel) => keyOf(panel.folders) === key);
    if (open !== undefined) {
      open.reveal();
      return;
    }
    const options = { ...webviewOptions(this.context.extensionUri), enableFindWidget: true };
    this.adopt(window.createWebviewPanel(panelTypes.compare, 'SimCLR', ViewColumn.Active, options), paths);
  }

  dispose(): void {
    for (const panel of [...this.panels]) panel.dispose();
    this.owned.dispose();
  }

  private restore(panel: WebviewPanel, state: unknown): void {
    const parsed = panelStateSchema.safeParse(state);
    // Without its state there is nothing that it could show.
    if (!parsed.success) {
      panel.dispose();
      return;
    }
    panel.webview.options = webviewOptions(this.context.extensionUri);
    this.adopt(
      panel,
      parsed.data.folders.map((folder) => resolve(folder)),
    );
  }

  private adopt(panel: WebviewPanel, folders: readonly string[]): void {
    const { extensionUri } = this.context;
    const { services } = this;
    this.panels.add(
      new ComparePanel(panel, folders, {
        extensionUri,
        services,
        closed: (closed) => this.panels.delete(closed),
      }),
    );
  }
}

/** The same for the same runs in any order. */
function keyOf(folders: readonly string[]): string {
  return folders.toSorted().join('\n');
}
