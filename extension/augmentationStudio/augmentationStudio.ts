import { commands, l10n, Uri, window, workspace, type Disposable, type WebviewPanel } from 'vscode';
import type { ConfigSources } from '../../engine/config/resolveConfig';
import type { StudioImage } from '../../engine/protocol/studioProtocol';
import { DisposableStore } from '../dispose';
import { onPageMessage } from '../panels/onPageMessage';
import { panelHtml } from '../panels/panelHtml';
import type { Services } from '../services';
import { freeName } from '../start/runNames';
import {
  fromStudioSchema,
  type FromStudio,
  type StudioDraft,
  type StudioOrigin,
  type ToStudio,
} from './messages';
import { saveAsConfig, saveToConfig } from './saveDraft';
import { StudioSession } from './studioSession';
import { checkDraft, draftOverrides, draftSources } from './studioSource';

/** What a studio needs of those around it. */
export interface StudioContext {
  readonly extensionUri: Uri;
  readonly services: Services;
  /** What a data set's relative source refers to. */
  readonly folder: string;
  /** Starts a run. */
  readonly start: (sources: ConfigSources) => Promise<void>;
  /** Asks how to train on a data set; null where the user gave up. */
  readonly askRecipe: (source: string) => Promise<ConfigSources | null>;
  /** It is about something else now: it was saved as a file. */
  moved(studio: AugmentationStudio): void;
  closed(studio: AugmentationStudio): void;
}

/** One augmentation studio. It owns its webview, and is gone with it. */
export class AugmentationStudio implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly session: StudioSession;
  private unsaved = false;

  constructor(
    private readonly panel: WebviewPanel,
    origin: StudioOrigin,
    image: StudioImage | null,
    private readonly context: StudioContext,
  ) {
    const { extensionUri, services, folder } = context;
    const { webview } = panel;
    this.owned.add(panel);
    this.session = this.owned.add(
      new StudioSession(origin, image, { services, folder, post: (message) => this.post(message) }),
    );
    this.owned.add(
      onPageMessage(webview, 'the studio', fromStudioSchema, services.log, (message) => this.hear(message)),
    );
    this.owned.add(panel.onDidDispose(() => this.dispose()));
    this.owned.add(
      workspace.onDidSaveTextDocument(({ uri }) => {
        const { origin: current } = this.session;
        if (current.kind === 'config' && uri.fsPath === current.path) void this.session.rebase(current);
      }),
    );
    panel.iconPath = Uri.joinPath(extensionUri, 'media', 'run.svg');
    this.showTitle();
    // Last, for the page begins to load here.
    webview.html = panelHtml(webview, extensionUri, {
      name: 'augmentationStudio',
      title: 'SimCLR augmentation studio',
    });
  }

  /** What it is about. */
  get origin(): StudioOrigin {
    return this.session.origin;
  }

  /** Brings it to the front, with another image if one is given. */
  reveal(image: StudioImage | null): void {
    this.panel.reveal();
    if (image !== null) this.post({ type: 'image', image });
  }

  dispose(): void {
    if (this.owned.isDisposed) return;
    this.owned.dispose();
    this.context.closed(this);
  }

  private post(message: ToStudio): void {
    if (message.type === 'opened' || message.type === 'base') this.showTitle();
    void this.panel.webview.postMessage(message);
  }

  private showTitle(): void {
    const name = this.session.config?.title;
    const title = name === undefined ? l10n.t('Augmentations') : l10n.t('Augmentations of {0}', name);
    this.panel.title = this.unsaved ? `● ${title}` : title;
  }

  private hear(message: FromStudio): void {
    switch (message.type) {
      case 'ready':
      case 'retry':
        void this.session.open();
        return;
      case 'draw':
        void this.session.draw(message.id, message.ask);
        return;
      case 'measure':
        void this.session.measure(message.id, message.draft);
        return;
      case 'choices':
        void this.session.choose(message.lot);
        return;
      case 'browse':
        this.report(this.browse());
        return;
      case 'unsaved':
        this.unsaved = message.unsaved;
        this.showTitle();
        return;
      case 'save':
        this.report(this.save(message.draft));
        return;
      case 'saveAs':
        this.report(this.saveAs(message.draft));
        return;
      case 'start':
        this.report(this.start(message.draft));
        return;
    }
  }

  private async browse(): Promise<void> {
    const picked = await window.showOpenDialog({
      canSelectMany: false,
      title: l10n.t('Image to look at'),
      openLabel: l10n.t('Use This Image'),
      filters: { [l10n.t('Images')]: ['jpg', 'jpeg', 'png', 'webp', 'gif', 'bmp', 'tif', 'tiff', 'avif'] },
    });
    const path = picked?.[0]?.fsPath;
    if (path !== undefined) this.post({ type: 'image', image: { path } });
  }

  private async save(draft: StudioDraft): Promise<void> {
    const { origin, config } = this.session;
    if (origin.kind !== 'config' || config === null) return this.saveAs(draft);
    checkDraft(config, draft);
    const saved = await saveToConfig(origin.path, draft, draft.seed !== config.config.seed);
    // Saving the document has the configuration read again; where nothing changed, nothing was saved.
    if (saved) await this.session.rebase(origin);
  }

  private async saveAs(draft: StudioDraft): Promise<void> {
    const { origin, config } = this.session;
    if (config === null) return;
    checkDraft(config, draft);
    const path = await saveAsConfig(origin, config, draft);
    if (path === null) return;
    await this.session.rebase({ kind: 'config', path });
    this.context.moved(this);
    const open = l10n.t('Open Configuration');
    void window.showInformationMessage(l10n.t('Saved as {0}.', path), open).then((answer) => {
      if (answer === open) void commands.executeCommand('vscode.open', Uri.file(path));
    });
  }

  private async start(draft: StudioDraft): Promise<void> {
    const { origin, config } = this.session;
    if (config === null) return;
    const { store } = this.context.services;
    if (origin.kind === 'dataset') {
      const recipe = await this.context.askRecipe(origin.source);
      if (recipe === null) return;
      const overrides = [...(recipe.overrides ?? []), ...draftOverrides(draft)];
      await this.context.start({ ...recipe, overrides });
      return;
    }
    const name = freeName(
      config.title,
      store.runs.map(({ title }) => title),
    );
    await this.context.start(draftSources(origin, config, draft, name));
  }

  private report(done: Promise<void>): void {
    done.catch((error: unknown) => {
      void window.showErrorMessage(error instanceof Error ? error.message : String(error));
    });
  }
}
