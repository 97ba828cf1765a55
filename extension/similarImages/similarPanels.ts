import { ViewColumn, window, type Disposable, type ExtensionContext, type WebviewPanel } from 'vscode';
import * as z from 'zod';
import { findCheckpoint } from '../../engine/runs/findCheckpoint';
import { runConfigSchema, type DeviceConfig } from '../../engine/config/runConfig';
import { DisposableStore } from '../dispose';
import { panelTypes } from '../ids';
import { webviewOptions } from '../panels/panelHtml';
import type { Services } from '../services';
import { similarQuerySchema, type SimilarQuery } from './messages';
import { SimilarPanel } from './similarPanel';

/** The panels of this window that show similar images: one for each search. They come back after a reload. */
export class SimilarPanels implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly panels = new Set<SimilarPanel>();

  constructor(
    private readonly context: ExtensionContext,
    private readonly services: Services,
  ) {
    this.owned.add(
      window.registerWebviewPanelSerializer(panelTypes.similarImages, {
        deserializeWebviewPanel: (panel: WebviewPanel, state: unknown) => {
          this.restore(panel, state);
          return Promise.resolve();
        },
      }),
    );
  }

  /** Opens a panel that searches. */
  open(query: SimilarQuery): void {
    const options = { ...webviewOptions(this.context.extensionUri), enableFindWidget: true };
    this.adopt(
      window.createWebviewPanel(
        panelTypes.similarImages,
        'SimCLR',
        { viewColumn: ViewColumn.Active },
        options,
      ),
      query,
    );
  }

  dispose(): void {
    for (const panel of [...this.panels]) panel.dispose();
    this.owned.dispose();
  }

  private restore(panel: WebviewPanel, state: unknown): void {
    const parsed = z.object({ query: similarQuerySchema }).safeParse(state);
    // Without its state there is nothing that it could show.
    if (!parsed.success) {
      panel.dispose();
      return;
    }
    panel.webview.options = webviewOptions(this.context.extensionUri);
    this.adopt(panel, parsed.data.query);
  }

  private adopt(panel: WebviewPanel, query: SimilarQuery): void {
    const similar = new SimilarPanel(panel, query, {
      ...{ extensionUri: this.context.extensionUri, services: this.services },
      device: deviceOf(query.checkpoint),
      closed: (closed) => this.panels.delete(closed),
    });
    this.panels.add(similar);
  }
}

/** What the run of a checkpoint was computed by; the usual where it is gone, which the search will say. */
function deviceOf(checkpoint: string): DeviceConfig {
  try {
    return findCheckpoint('', checkpoint).run.record.config.device;
  } catch {
    return runConfigSchema.parse({}).device;
  }
}
