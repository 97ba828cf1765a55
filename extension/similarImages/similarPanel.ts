import { basename } from 'node:path';
import { commands, l10n, Uri, ViewColumn, window, type Disposable, type WebviewPanel } from 'vscode';
import type { DeviceConfig } from '../../engine/config/runConfig';
import { revealPath } from '../commands/revealPath';
import { DisposableStore } from '../dispose';
import { onPageMessage } from '../panels/onPageMessage';
import { panelHtml } from '../panels/panelHtml';
import type { Services } from '../services';
import { fromSimilarSchema, type FromSimilar, type FoundImage, type SimilarQuery } from './messages';
import { SimilarSearch } from './similarSearch';

/** What a panel needs of those around it. */
export interface SimilarPanelContext {
  readonly extensionUri: Uri;
  readonly services: Services;
  readonly device: DeviceConfig;
  closed(panel: SimilarPanel): void;
}

/** A panel that shows the images most similar to one. It owns its webview, and is gone with it. */
export class SimilarPanel implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly search: SimilarSearch;

  constructor(
    private readonly panel: WebviewPanel,
    query: SimilarQuery,
    private readonly context: SimilarPanelContext,
  ) {
    const { extensionUri, services, device } = context;
    const { webview } = panel;
    this.owned.add(panel);
    this.search = this.owned.add(
      new SimilarSearch(query, {
        ...{ tool: services.tool, device },
        post: (message) => {
          if (message.type === 'query') this.showTitle(message.query);
          void webview.postMessage(message);
        },
      }),
    );
    this.owned.add(
      onPageMessage(webview, 'similar images', fromSimilarSchema, services.log, (message) =>
        this.hear(message),
      ),
    );
    this.owned.add(panel.onDidDispose(() => this.dispose()));
    panel.iconPath = Uri.joinPath(extensionUri, 'media', 'run.svg');
    this.showTitle(query);
    // Last, for the page begins to load here.
    webview.html = panelHtml(webview, extensionUri, { name: 'similarImages', title: 'Similar images' });
  }

  dispose(): void {
    if (this.owned.isDisposed) return;
    this.owned.dispose();
    this.context.closed(this);
  }

  private showTitle({ image }: SimilarQuery): void {
    this.panel.title = l10n.t('Similar to {0}', basename('path' in image ? image.path : image.id));
  }

  private hear(message: FromSimilar): void {
    switch (message.type) {
      case 'ready':
      case 'retry':
        void this.search.search();
        return;
      case 'cancel':
        this.search.cancel();
        return;
      case 'space':
        void this.search.search({ space: message.space });
        return;
      case 'neighbours':
        void this.search.search({ neighbours: message.neighbours });
        return;
      case 'open':
        this.withFile(message.place, (path) =>
          commands.executeCommand('vscode.open', Uri.file(path), { viewColumn: ViewColumn.Active }),
        );
        return;
      case 'reveal':
        this.withFile(message.place, revealPath);
        return;
      case 'searchFrom': {
        const found = this.search.at(message.place);
        if (found !== undefined) void this.search.search({ image: nameOf(found) });
        return;
      }
    }
  }

  private withFile(place: number, act: (path: string) => Thenable<unknown>): void {
    const path = this.search.at(place)?.path;
    if (path === undefined || path === null) return;
    act(path).then(undefined, (error: unknown) => {
      void window.showErrorMessage(error instanceof Error ? error.message : String(error));
    });
  }
}

function nameOf({ path, id }: FoundImage): SimilarQuery['image'] {
  return path === null ? { id } : { path };
}
