import { CancellationTokenSource, l10n, workspace, type Disposable } from 'vscode';
import type { DeviceConfig } from '../../engine/config/runConfig';
import type { ToolProgress } from '../../engine/protocol/toolProtocol';
import { formatCount } from '../format/formatNumbers';
import type { Services } from '../services';
import type { FoundImage, SimilarQuery, ToSimilar } from './messages';

/** Side of the pictures in pixels. */
const side = 128;

/** What a search needs of those around it. */
export interface SimilarContext {
  readonly tool: Pick<Services['tool'], 'search'>;
  readonly device: DeviceConfig;
  readonly post: (message: ToSimilar) => void;
}

/** The searches of one panel: the newest calls the one before off. */
export class SimilarSearch implements Disposable {
  /** What is waited for; of anything that was called off nothing is told, whatever the engine still answers. */
  private working: CancellationTokenSource | null = null;
  private found: readonly FoundImage[] = [];

  constructor(
    private current: SimilarQuery,
    private readonly context: SimilarContext,
  ) {}

  get query(): SimilarQuery {
    return this.current;
  }

  /** The neighbour at a place; undefined where there is none any more. */
  at(place: number): FoundImage | undefined {
    return this.found[place];
  }

  /** Searches, with these parts of the query changed. What comes of it is posted. */
  async search(changes: Partial<SimilarQuery> = {}): Promise<void> {
    const { tool, device, post } = this.context;
    this.callOff();
    const query = (this.current = { ...this.current, ...changes });
    post({ type: 'query', query });
    if (!workspace.isTrusted) {
      post({
        type: 'failed',
        message: l10n.t('This workspace is not trusted, so the engine that compares images is not started.'),
      });
      return;
    }
    const source = new CancellationTokenSource();
    this.working = source;
    post({ type: 'working', text: l10n.t('Starting…'), share: null });
    try {
      const { checkpoint, image, images, neighbours, space } = query;
      const answer = await tool.search(
        { checkpoint, image, images, neighbours, space, device, pictureSide: side },
        (progress) => {
          if (this.working === source) post({ type: 'working', ...progressText(progress) });
        },
        source.token,
      );
      if (this.working !== source) return;
      this.working = null;
      this.found = answer.neighbours;
      post({
        ...{ type: 'found', neighbours: answer.neighbours, compared: answer.compared, side },
        leftOut: leftOutText(answer.unreadable),
        pictures: new Uint8Array(Buffer.from(answer.pictures, 'base64')).buffer,
      });
    } catch (error) {
      if (this.working !== source) return;
      this.working = null;
      post({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
    }
  }

  /** Says so at once: the engine may be past the point of stopping, or busy with what was asked of it before. */
  cancel(): void {
    if (this.working === null) return;
    this.callOff();
    this.context.post({ type: 'failed', message: l10n.t('The search was cancelled.') });
  }

  dispose(): void {
    this.callOff();
  }

  private callOff(): void {
    const { working } = this;
    this.working = null;
    working?.cancel();
  }
}

function progressText({ phase, done, total }: ToolProgress): { text: string; share: number | null } {
  if (phase === 'listing') return { text: l10n.t('Listing {0} images…', formatCount(done)), share: null };
  if (phase === 'warmingUp')
    return { text: l10n.t('Warming up the GPU: minutes the first time on a new one…'), share: null };
  const text = l10n.t('Embedding {0} of {1} images…', formatCount(done), formatCount(total));
  return { text, share: total > 0 ? done / total : null };
}

function leftOutText(
  unreadable: readonly { readonly path: string; readonly reason: string }[],
): string | null {
  const [first, ...others] = unreadable;
  if (first === undefined) return null;
  const named = `${first.path} ${first.reason}`;
  return others.length === 0
    ? l10n.t('{0}; it is left out.', named)
    : l10n.t('{0}; it and {1} more are left out.', named, formatCount(others.length));
}
