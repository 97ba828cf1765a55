import { resolve } from 'node:path';
import { ViewColumn, window, type Disposable, type ExtensionContext, type WebviewPanel } from 'vscode';
import * as z from 'zod';
import type { StudioImage } from '../../engine/protocol/studioProtocol';
import { DisposableStore } from '../dispose';
import { panelTypes } from '../ids';
import { webviewOptions } from '../panels/panelHtml';
import { AugmentationStudio, type StudioContext } from './augmentationStudio';
import { studioOriginSchema, type StudioOrigin } from './messages';

/** As much of what the page keeps as is needed to open it again; it has the draft itself. */
const studioStateSchema = z.object({ origin: studioOriginSchema });

/** The augmentation studios of this window: one for each configuration, run or data set. They come back after a reload. */
export class AugmentationStudios implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly studios = new Set<AugmentationStudio>();

  constructor(
    private readonly context: ExtensionContext,
    private readonly parts: Omit<StudioContext, 'extensionUri' | 'moved' | 'closed' | 'folder'> & {
      readonly folder: () => string;
    },
  ) {
    this.owned.add(
      window.registerWebviewPanelSerializer(panelTypes.studio, {
        deserializeWebviewPanel: (panel: WebviewPanel, state: unknown) => {
          this.restore(panel, state);
          return Promise.resolve();
        },
      }),
    );
  }

  /** Opens the studio on `origin`, or shows the one there is; with an image to look at, if one is given. */
  open(origin: StudioOrigin, image: StudioImage | null = null): void {
    const wanted = normal(origin);
    const open = this.find(wanted);
    if (open !== undefined) {
      open.reveal(image);
      return;
    }
    const panel = window.createWebviewPanel(
      panelTypes.studio,
      'SimCLR',
      { viewColumn: ViewColumn.Active },
      { ...webviewOptions(this.context.extensionUri), enableFindWidget: true },
    );
    this.adopt(panel, wanted, image);
  }

  dispose(): void {
    for (const studio of [...this.studios]) studio.dispose();
    this.owned.dispose();
  }

  private restore(panel: WebviewPanel, state: unknown): void {
    const parsed = studioStateSchema.safeParse(state);
    // Without its state, or beside another one of the same, there is nothing that it could show.
    if (!parsed.success || this.find(parsed.data.origin) !== undefined) {
      panel.dispose();
      return;
    }
    panel.webview.options = webviewOptions(this.context.extensionUri);
    this.adopt(panel, parsed.data.origin, null);
  }

  private adopt(panel: WebviewPanel, origin: StudioOrigin, image: StudioImage | null): void {
    const { folder, ...parts } = this.parts;
    const studio = new AugmentationStudio(panel, origin, image, {
      ...parts,
      ...{ extensionUri: this.context.extensionUri, folder: folder() },
      moved: (moved) => {
        const before = [...this.studios].find((other) => other !== moved && same(other.origin, moved.origin));
        before?.dispose();
      },
      closed: (closed) => this.studios.delete(closed),
    });
    this.studios.add(studio);
  }

  private find(origin: StudioOrigin): AugmentationStudio | undefined {
    return [...this.studios].find((studio) => same(studio.origin, origin));
  }
}

function normal(origin: StudioOrigin): StudioOrigin {
  switch (origin.kind) {
    case 'config':
      return { kind: 'config', path: resolve(origin.path) };
    case 'run':
      return { kind: 'run', folder: resolve(origin.folder) };
    case 'dataset':
      return origin;
  }
}

function same(a: StudioOrigin, b: StudioOrigin): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
