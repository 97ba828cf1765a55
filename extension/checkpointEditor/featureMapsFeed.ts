import { CancellationTokenSource, l10n, workspace, type Disposable } from 'vscode';
import type { FeatureImage } from '../../engine/protocol/featureMapsProtocol';
import { openingText } from '../datasets/openingText';
import type { Services } from '../services';
import type { ToFeatureMaps } from './featureMapsMessages';

/** What one editor's images are sent through the encoder by: the newest calls the one before off. */
export class FeatureMapsFeed implements Disposable {
  private working: CancellationTokenSource | null = null;
  /** What a page that comes back is to be told. */
  private last: ToFeatureMaps | null = null;

  /** @param checkpoint absolute path. */
  constructor(
    private readonly checkpoint: string,
    private readonly tool: Pick<Services['tool'], 'featureMaps'>,
    private readonly post: (message: ToFeatureMaps) => void,
  ) {}

  /** Shows what the encoder makes of an image. What comes of it is posted. */
  async show(image: FeatureImage): Promise<void> {
    this.working?.cancel();
    const source = new CancellationTokenSource();
    this.working = source;
    const { token } = source;
    if (!workspace.isTrusted) {
      this.tell({
        ...{ type: 'mapsFailed', image },
        message: l10n.t(
          'This workspace is not trusted, so the engine that looks into the encoder is not started: trust it by the command “Workspaces: Manage Workspace Trust”, and try again.',
        ),
      });
      return;
    }
    this.tell({ type: 'mapsWorking', image, text: l10n.t('Starting…'), share: null });
    try {
      const maps = await this.tool.featureMaps(
        { checkpoint: this.checkpoint, image },
        (progress) => {
          if (token.isCancellationRequested) return;
          this.tell(
            progress.phase === 'embedding'
              ? { type: 'mapsWorking', image, text: l10n.t('Sending the image through…'), share: null }
              : { type: 'mapsWorking', image, ...openingText(progress) },
          );
        },
        token,
      );
      if (!token.isCancellationRequested) this.tell({ type: 'mapsShown', image, maps });
    } catch (error) {
      if (this.working !== source) return;
      const message = token.isCancellationRequested
        ? l10n.t('This was cancelled.')
        : error instanceof Error
          ? error.message
          : String(error);
      this.tell({ type: 'mapsFailed', image, message });
    }
  }

  cancel(): void {
    this.working?.cancel();
  }

  /** The page's script has begun anew: tells it where things are. */
  resend(): void {
    if (this.last !== null) this.post(this.last);
  }

  /** The file has changed: what was computed of it is void. */
  forget(): void {
    const { working } = this;
    this.working = null;
    this.last = null;
    working?.cancel();
  }

  dispose(): void {
    this.forget();
  }

  private tell(message: ToFeatureMaps): void {
    this.last = message;
    this.post(message);
  }
}
