import { CancellationTokenSource, l10n, workspace, type Disposable } from 'vscode';
import type { FeatureImage } from '../../engine/protocol/featureMapsProtocol';
import { openingText } from '../datasets/openingText';
import type { Services } from '../services';
import type { ToFeatureMaps } from './featureMapsMessages';

/** An image on its way through the encoder. */
interface Passage {
  readonly image: FeatureImage;
  readonly source: CancellationTokenSource;
}

/** What one editor's images are sent through the encoder by: the newest calls the one before off. */
export class FeatureMapsFeed implements Disposable {
  /** What is waited for; of anything that was called off nothing is told, whatever the engine still answers. */
  private working: Passage | null = null;
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
    this.callOff();
    if (!workspace.isTrusted) {
      this.tell({
        ...{ type: 'mapsFailed', image },
        message: l10n.t(
          'This workspace is not trusted, so the engine that looks into the encoder is not started: trust it by the command “Workspaces: Manage Workspace Trust”, and try again.',
        ),
      });
      return;
    }
    const passage = { image, source: new CancellationTokenSource() };
    this.working = passage;
    this.tell({ type: 'mapsWorking', image, text: l10n.t('Starting…'), share: null });
    try {
      const maps = await this.tool.featureMaps(
        { checkpoint: this.checkpoint, image },
        (progress) => {
          if (this.working !== passage) return;
          this.tell(
            progress.phase === 'embedding'
              ? { type: 'mapsWorking', image, text: l10n.t('Sending the image through…'), share: null }
              : { type: 'mapsWorking', image, ...openingText(progress) },
          );
        },
        passage.source.token,
      );
      if (this.working !== passage) return;
      this.working = null;
      this.tell({ type: 'mapsShown', image, maps });
    } catch (error) {
      if (this.working !== passage) return;
      this.working = null;
      const message = error instanceof Error ? error.message : String(error);
      this.tell({ type: 'mapsFailed', image, message });
    }
  }

  /** Says so at once: the engine may be past the point of stopping, or busy with what was asked of it before. */
  cancel(): void {
    const { working } = this;
    if (working === null) return;
    this.callOff();
    this.tell({ type: 'mapsFailed', image: working.image, message: l10n.t('This was cancelled.') });
  }

  /** The page's script has begun anew: tells it where things are. */
  resend(): void {
    if (this.last !== null) this.post(this.last);
  }

  /** The file has changed: what was computed of it is void. */
  forget(): void {
    this.last = null;
    this.callOff();
  }

  dispose(): void {
    this.forget();
  }

  private callOff(): void {
    const { working } = this;
    this.working = null;
    working?.source.cancel();
  }

  private tell(message: ToFeatureMaps): void {
    this.last = message;
    this.post(message);
  }
}
