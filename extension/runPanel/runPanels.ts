import { resolve } from 'node:path';
import { ViewColumn, window, type Disposable, type ExtensionContext, type WebviewPanel } from 'vscode';
import * as z from 'zod';
import { DisposableStore } from '../dispose';
import { panelTypes } from '../ids';
import { webviewOptions } from '../panels/panelHtml';
import type { Services } from '../services';
import { loadChartSettings, saveChartSettings } from './chartSettings';
import type { ChartSettings } from './messages';
import { RunPanel } from './runPanel';

/** What the page keeps for the time after a reload of the window. */
const panelStateSchema = z.object({ folder: z.string().min(1) });

/** The run panels of this window: one for each run that was opened. They come back after a reload. */
export class RunPanels implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly panels = new Map<string, RunPanel>();
  private settings: ChartSettings;

  constructor(
    private readonly context: ExtensionContext,
    private readonly services: Services,
  ) {
    this.settings = loadChartSettings(context.globalState);
    this.owned.add(
      window.registerWebviewPanelSerializer(panelTypes.run, {
        deserializeWebviewPanel: (panel: WebviewPanel, state: unknown) => {
          this.restore(panel, state);
          return Promise.resolve();
        },
      }),
    );
  }

  /** Opens the panel of the run in `folder`, or shows the one there is. */
  open(folder: string, options: { readonly preserveFocus?: boolean } = {}): void {
    const { preserveFocus = false } = options;
    const path = resolve(folder);
    const open = this.panels.get(path);
    if (open !== undefined) {
      open.reveal(preserveFocus);
      return;
    }
    this.adopt(
      window.createWebviewPanel(
        panelTypes.run,
        'SimCLR',
        { viewColumn: ViewColumn.Active, preserveFocus },
        { ...webviewOptions(this.context.extensionUri), enableFindWidget: true },
      ),
      path,
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
    this.adopt(panel, path);
  }

  private adopt(panel: WebviewPanel, folder: string): void {
    const { extensionUri } = this.context;
    const adopted = new RunPanel(panel, folder, {
      extensionUri,
      services: this.services,
      settings: this.settings,
      settingsChanged: (settings, by) => this.changeSettings(settings, by),
      closed: () => this.panels.delete(folder),
    });
    this.panels.set(folder, adopted);
  }

  private changeSettings(settings: ChartSettings, by: RunPanel): void {
    this.settings = settings;
    for (const panel of this.panels.values()) if (panel !== by) panel.setSettings(settings);
    saveChartSettings(this.context.globalState, settings).catch((error: unknown) => {
      this.services.log.warn(`Chart settings are not remembered: ${String(error)}`);
    });
  }
}
