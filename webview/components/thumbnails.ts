import type { SentThumbnails } from '../../extension/embeddingPanel/messages';
import { element } from './element';
import { rgbImage } from './pixels';

/** Images in one question, and the time that questions are gathered for, milliseconds. */
const mostAtOnce = 128;
const gather = 25;
/** Images that are kept. */
const mostKept = 4000;

/** Small images by name. They are asked for when a canvas is to show them, and stay right whatever is filtered or sorted. */
export class Thumbnails {
  /** null: the image is gone. */
  private readonly known = new Map<string, ImageData | null>();
  private readonly waiting = new Map<string, Set<HTMLCanvasElement>>();
  private readonly asked = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | null = null;
  private failed = false;

  constructor(private readonly ask: (ids: string[]) => void) {}

  /** A canvas with the image of this name, now or when it comes. */
  canvas(id: string, label: string): HTMLCanvasElement {
    const canvas = element('canvas', {
      class: 'thumb',
      role: 'img',
      'aria-label': label,
      width: 32,
      height: 32,
    });
    this.paintInto(canvas, id);
    return canvas;
  }

  receive({ ids, side, rgb, found }: SentThumbnails): void {
    this.failed = false;
    const bytes = new Uint8Array(rgb);
    ids.forEach((id, i) => {
      this.asked.delete(id);
      this.known.set(id, found[i] === true ? rgbImage(bytes, i, side) : null);
      for (const canvas of this.waiting.get(id) ?? []) paint(canvas, this.known.get(id) ?? null);
      this.waiting.delete(id);
    });
    for (const id of this.known.keys()) {
      if (this.known.size <= mostKept) break;
      this.known.delete(id);
    }
  }

  /** The images cannot be had; they are asked for again when the next one is wanted. */
  fail(): void {
    this.failed = true;
    for (const canvases of this.waiting.values()) for (const canvas of canvases) paint(canvas, null);
    this.waiting.clear();
    this.asked.clear();
  }

  private paintInto(canvas: HTMLCanvasElement, id: string): void {
    const image = this.known.get(id);
    if (image !== undefined) {
      paint(canvas, image);
      return;
    }
    const others = this.waiting.get(id);
    if (others === undefined) this.waiting.set(id, new Set([canvas]));
    else others.add(canvas);
    this.timer ??= setTimeout(() => this.askNow(), this.failed ? 40 * gather : gather);
  }

  private askNow(): void {
    this.timer = null;
    const wanted = [...this.waiting]
      // What has been taken off the page meanwhile is not wanted any more.
      .filter(([id, canvases]) => {
        if (this.asked.has(id)) return false;
        if ([...canvases].some((canvas) => canvas.isConnected)) return true;
        this.waiting.delete(id);
        return false;
      })
      .map(([id]) => id);
    for (let i = 0; i < wanted.length; i += mostAtOnce) {
      const ids = wanted.slice(i, i + mostAtOnce);
      for (const id of ids) this.asked.add(id);
      this.ask(ids);
    }
  }
}

function paint(canvas: HTMLCanvasElement, image: ImageData | null): void {
  canvas.classList.toggle('is-missing', image === null);
  if (image === null) {
    canvas.title = 'This image cannot be shown.';
    return;
  }
  canvas.width = image.width;
  canvas.height = image.height;
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  canvas.classList.add('is-there');
}
