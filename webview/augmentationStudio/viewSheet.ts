import { element } from '../components/element';

/** Views to show: S × S pixels each, 8-bit RGB, one after another. */
export interface Views {
  readonly pixels: Uint8Array;
  readonly side: number;
}

export interface SheetLayout {
  /** Views that belong together and stand side by side. */
  readonly group: number;
  /** Side at which a view is shown, pixels of the page; the natural one unless given. */
  readonly shown?: number;
}

/** Pixels of the page between views, and between groups. */
const gap = 3;
const groupGap = 12;

/** Views on one canvas, in as many columns as there is room for. */
export class ViewSheet {
  readonly node = element('canvas', { class: 'view-sheet', role: 'img' });
  private readonly pen = this.node.getContext('2d', { alpha: true });
  private views: Views | null = null;
  /** Width of the place that it is in, once that is watched. */
  private room: number | null = null;

  constructor(
    label: string,
    private readonly layout: SheetLayout,
  ) {
    this.setLabel(label);
  }

  /** Says to those who do not see it what it shows. */
  setLabel(label: string): void {
    if (this.node.getAttribute('aria-label') !== label) this.node.setAttribute('aria-label', label);
  }

  /** Shows other views, at once. */
  show(views: Views): void {
    this.views = views;
    this.watchRoom();
    this.draw();
  }

  private watchRoom(): void {
    const place = this.node.parentElement;
    if (this.room !== null || place === null) return;
    this.room = place.clientWidth;
    new ResizeObserver(() => {
      if (place.clientWidth === this.room) return;
      this.room = place.clientWidth;
      this.draw();
    }).observe(place);
  }

  private draw(): void {
    const { views, node, pen } = this;
    if (views === null || pen === null) return;
    const { pixels, side } = views;
    const count = Math.floor(pixels.length / (3 * side * side));
    const { group } = this.layout;
    const shown = this.layout.shown ?? shownSide(side);
    // Distances in pixels of the canvas, which is scaled as a whole.
    const scale = shown / side;
    const [between, around] = [
      Math.max(1, Math.round(gap / scale)),
      Math.max(1, Math.round(groupGap / scale)),
    ];
    const groupWidth = group * side + (group - 1) * between;
    const apart = group === 1 ? between : around;
    const room = (this.room ?? 0) / scale;
    const groups = Math.ceil(count / group);
    const columns = Math.max(1, Math.min(groups, Math.floor((room + apart) / (groupWidth + apart))));
    const rows = Math.ceil(groups / columns);
    const width = columns * (groupWidth + apart) - apart;
    const height = rows * (side + between) - between;
    if (width <= 0 || height <= 0) return;
    if (node.width !== width || node.height !== height) {
      node.width = width;
      node.height = height;
    }
    node.style.width = `${width * scale}px`;
    node.classList.toggle('pixelated', scale > 1);
    const image = new ImageData(width, height);
    const into = new Uint32Array(image.data.buffer);
    for (let view = 0; view < count; view++) {
      const place = Math.floor(view / group);
      const left = (place % columns) * (groupWidth + apart) + (view % group) * (side + between);
      const top = Math.floor(place / columns) * (side + between);
      let from = view * side * side * 3;
      for (let y = 0; y < side; y++) {
        let to = (top + y) * width + left;
        for (let x = 0; x < side; x++, from += 3) {
          into[to++] =
            0xff000000 |
            ((pixels[from + 2] ?? 0) << 16) |
            ((pixels[from + 1] ?? 0) << 8) |
            (pixels[from] ?? 0);
        }
      }
    }
    pen.putImageData(image, 0, 0);
  }
}

/** The side at which a view is shown: small ones enlarged by a whole number, large ones reduced. */
export function shownSide(side: number): number {
  const most = 96;
  return side > most ? most : side * Math.max(1, Math.floor(72 / side));
}
