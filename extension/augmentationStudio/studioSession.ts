import { CancellationTokenSource, l10n, workspace, type Disposable } from 'vscode';
import type { StudioDescription, StudioImage, StudioSource } from '../../engine/protocol/studioProtocol';
import { openingText } from '../datasets/openingText';
import type { Services } from '../services';
import type { StudioAsk, StudioChoices, StudioDraft, StudioOrigin, ToStudio } from './messages';
import { defaultTransforms, studioPresets } from './studioPresets';
import { studioConfig, type StudioConfig } from './studioSource';

/** Images to choose from at a time. */
const choices = 24;
/** Images that the colour shortcut is measured on. */
const shortcutImages = 200;

/** What a session needs of those around it. */
export interface SessionContext {
  readonly services: Pick<Services, 'store' | 'tool' | 'log'>;
  /** What a data set's relative source refers to. */
  readonly folder: string;
  readonly post: (message: ToStudio) => void;
}

/** The work behind one studio: opens its images and has the engine draw, the newest request alone. */
export class StudioSession implements Disposable {
  private opened: StudioConfig | null = null;
  /** Of the work at hand, each kind called off by the next of its kind. */
  private readonly working = new Map<'open' | 'draw' | 'measure' | 'choices', CancellationTokenSource>();

  constructor(
    public origin: StudioOrigin,
    /** The image to show first; null where any will do. */
    public image: StudioImage | null,
    private readonly context: SessionContext,
  ) {}

  /** The configuration that it was opened with; null until then. */
  get config(): StudioConfig | null {
    return this.opened;
  }

  /** Opens the images and sends what the page begins with, or why it cannot. */
  async open(): Promise<void> {
    const { post, services } = this.context;
    const token = this.begin('open');
    post({ type: 'opening', text: l10n.t('Looking at the images…'), share: null });
    try {
      if (!workspace.isTrusted) {
        throw new Error(
          l10n.t('The workspace is not trusted, so the engine that draws views is not started.'),
        );
      }
      const opened = await studioConfig(this.origin, services.store, this.context.folder);
      const base = baseOf(opened);
      const described = await services.tool.openStudio(
        { source: this.sourceOf(opened, base.seed), choices, lot: 0 },
        token,
        (progress) => {
          if (!token.isCancellationRequested) post({ type: 'opening', ...openingText(progress) });
        },
      );
      this.opened = opened;
      const [first, second = first] = described.choices;
      if (first === undefined || second === undefined) throw new Error(l10n.t('There are no images.'));
      post({
        type: 'opened',
        studio: {
          ...{ origin: this.origin, title: opened.title, base, file: this.file },
          ...{ dataset: described.name, count: described.count, imageSize: described.imageSize },
          image: this.image ?? { id: first.id },
          other: { id: second.id },
          presets: studioPresets(),
          defaults: defaultTransforms(),
        },
        choices: choicesOf(described, 0),
      });
    } catch (error) {
      if (!token.isCancellationRequested) post({ type: 'failed', message: reason(error) });
    }
  }

  /** Draws, unless something newer is asked for before its turn. */
  async draw(id: number, { augment, seed, ...ask }: StudioAsk): Promise<void> {
    const { post, services } = this.context;
    if (this.opened === null) return;
    const token = this.begin('draw');
    try {
      const source = this.sourceOf(this.opened, seed);
      const { pixels, format, ...drawing } = await services.tool.drawStudio(
        { source, augment, seed, ...ask },
        token,
      );
      post({ type: 'drawn', id, drawing, format, pixels: memoryOf(pixels) });
    } catch (error) {
      if (!token.isCancellationRequested) post({ type: 'notDrawn', id, message: reason(error) });
    }
  }

  /** Measures the colour shortcut of a draft, unless another is asked for meanwhile. */
  async measure(id: number, { augment, seed }: StudioDraft): Promise<void> {
    const { post, services } = this.context;
    if (this.opened === null) return;
    const token = this.begin('measure');
    try {
      const source = this.sourceOf(this.opened, seed);
      const params = { source, augment, seed, images: shortcutImages };
      post({ type: 'shortcut', id, shortcut: await services.tool.measureShortcut(params, token) });
    } catch (error) {
      if (!token.isCancellationRequested) post({ type: 'notMeasured', id, message: reason(error) });
    }
  }

  /** Sends other images to choose from. */
  async choose(lot: number): Promise<void> {
    const { post, services } = this.context;
    if (this.opened === null) return;
    const token = this.begin('choices');
    try {
      const source = this.sourceOf(this.opened, baseOf(this.opened).seed);
      const described = await services.tool.openStudio({ source, choices, lot }, token, () => undefined);
      post({ type: 'choices', choices: choicesOf(described, lot) });
    } catch (error) {
      if (!token.isCancellationRequested) services.log.warn(`studio: ${reason(error)}`);
    }
  }

  /** Reads again where T came from, which was saved or has changed. */
  async rebase(origin: StudioOrigin): Promise<void> {
    try {
      const opened = await studioConfig(origin, this.context.services.store, this.context.folder);
      this.origin = origin;
      this.opened = opened;
      this.context.post({ type: 'base', base: baseOf(opened), origin, title: opened.title, file: this.file });
    } catch (error) {
      // Half-way through an edit it need not be valid.
      this.context.services.log.debug(`studio: ${reason(error)}`);
    }
  }

  dispose(): void {
    for (const source of this.working.values()) source.cancel();
  }

  /** Name of the file that can be saved to. */
  private get file(): string | null {
    return this.origin.kind === 'config' ? (this.opened?.title ?? null) : null;
  }

  private begin(kind: 'open' | 'draw' | 'measure' | 'choices') {
    this.working.get(kind)?.cancel();
    const source = new CancellationTokenSource();
    this.working.set(kind, source);
    return source.token;
  }

  private sourceOf({ config, baseFolder }: StudioConfig, seed: number): StudioSource {
    return { data: config.data, baseFolder, runsFolder: this.context.services.store.runsFolder, seed };
  }
}

function baseOf({ config: { augment, seed } }: StudioConfig): StudioDraft {
  return { augment, seed };
}

function choicesOf(
  { choices: images, thumbnailSize, thumbnails }: StudioDescription,
  lot: number,
): StudioChoices {
  const pixels = memoryOf(Buffer.from(thumbnails, 'base64'));
  return { lot, images, side: thumbnailSize, pixels };
}

/** Memory that holds these bytes and nothing else, so that it can be handed on. */
function memoryOf(bytes: Uint8Array): ArrayBuffer {
  const { buffer, byteLength } = bytes;
  const whole = buffer instanceof ArrayBuffer && byteLength === buffer.byteLength;
  return whole ? buffer : new Uint8Array(bytes).buffer;
}

function reason(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error);
}
