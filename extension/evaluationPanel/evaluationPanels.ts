import { resolve } from 'node:path';
import { ViewColumn, window, type Disposable, type ExtensionContext, type WebviewPanel } from 'vscode';
import * as z from 'zod';
import { DisposableStore } from '../dispose';
import type { EvaluationFiles } from '../evaluations/evaluationFiles';
import { panelTypes } from '../ids';
import { webviewOptions } from '../panels/panelHtml';
import type { Services } from '../services';
import { EvaluationPanel } from './evaluationPanel';

/** What the page keeps for the time after a reload of the window. */
const panelStateSchema = z.object({ path: z.string().min(1) });

/** The pages of evaluations in this window: one for each that was opened. They come back after a reload. */
export class EvaluationPanels implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly panels = new Map<string, EvaluationPanel>();

  constructor(
    private readonly context: Pick<ExtensionContext, 'extensionUri'>,
    private readonly services: Pick<Services, 'store' | 'log'>,
    files: Pick<EvaluationFiles, 'onDidChange'>,
  ) {
    this.owned.add(
      window.registerWebviewPanelSerializer(panelTypes.evaluation, {
        deserializeWebviewPanel: (panel: WebviewPanel, state: unknown) => {
          this.restore(panel, state);
          return Promise.resolve();
        },
      }),
    );
    this.owned.add(
      files.onDidChange((folder) => {
        for (const panel of this.panels.values()) if (panel.folder === folder) void panel.show();
      }),
    );
  }

  /** Opens the page of the evaluation at `path`, or shows the one there is. */
  open(path: string): void {
    const file = resolve(path);
    const open = this.panels.get(file);
    if (open !== undefined) {
      open.reveal();
      return;
    }
    const panel = window.createWebviewPanel(panelTypes.evaluation, 'SimCLR', ViewColumn.Active, {
      ...webviewOptions(this.context.extensionUri),
      enableFindWidget: true,
    });
    this.adopt(panel, file);
  }

  dispose(): void {
    for (const panel of [...this.panels.values()]) panel.dispose();
    this.owned.dispose();
  }

  private restore(panel: WebviewPanel, state: unknown): void {
    const parsed = panelStateSchema.safeParse(state);
    const path = parsed.success ? resolve(parsed.data.path) : null;
    // Without its state, or beside another panel of the same evaluation, there is nothing that it could show.
    if (path === null || this.panels.has(path)) {
      panel.dispose();
      return;
    }
    panel.webview.options = webviewOptions(this.context.extensionUri);
    this.adopt(panel, path);
  }

  private adopt(panel: WebviewPanel, path: string): void {
    const { extensionUri } = this.context;
    const closed = () => this.panels.delete(path);
    this.panels.set(
      path,
      new EvaluationPanel(panel, path, { extensionUri, services: this.services, closed }),
    );
  }
}
