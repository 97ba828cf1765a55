import { element, setText } from '../components/element';
import { imageLabel } from './describeImage';
import { Details, shownNeighbours } from './details';
import type { EmbeddingModel } from './embeddingModel';
import type { NearRows } from './math/nearestRows';
import type { Ring } from './plot/overlay';
import type { PlotInk, ScatterPlot } from './plot/scatterPlot';
import type { StepView } from './stepView';
import type { Thumbnails } from '../components/thumbnails';
import { spaces, type Space } from './workerMessages';

/** Milliseconds that the pointer rests on an image before its neighbours are looked for. */
const rest = 30;

/** The image that is pointed at, or the only one selected: ringed in both plots, with its neighbours, and told of beside them. */
export class Hovering {
  readonly node: HTMLElement;
  private readonly details: Details;
  private readonly card = element('div', { class: 'hover-card', hidden: true, 'aria-hidden': 'true' });
  private readonly cardLabel = element('span');
  private readonly cardImage = element('span');
  private view: StepView | null = null;
  private pointed: number | null = null;
  private inPlot = false;
  private pinned: number | null = null;
  private near: Readonly<Record<Space, NearRows>> | null = null;
  private ink: PlotInk | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly model: EmbeddingModel,
    private readonly thumbnails: Thumbnails,
    private readonly plots: Readonly<Record<Space, ScatterPlot>>,
  ) {
    this.details = new Details(thumbnails);
    this.card.append(this.cardImage, this.cardLabel);
    this.node = element('div', {}, this.details.node, this.card);
    for (const space of spaces) {
      plots[space].node.addEventListener('pointermove', (event) => this.moveCard(event));
      plots[space].node.addEventListener('pointerleave', () => (this.card.hidden = true));
    }
  }

  setInk(ink: PlotInk): void {
    this.ink = ink;
    this.showRings();
  }

  /** Another step is shown: the places of images may be others. */
  setView(view: StepView): void {
    const keep = (place: number | null) => {
      const id = place === null ? undefined : this.view?.images.ids[place];
      return id === undefined ? null : (view.places.get(id) ?? null);
    };
    [this.pointed, this.pinned] = [keep(this.pointed), keep(this.pinned)];
    this.view = view;
    this.turn();
  }

  /**
   * An image is pointed at, or none.
   * @param inPlot whether as a point, which then gets a card beside the pointer; in the table it is there already.
   */
  point(place: number | null, inPlot = false): void {
    if (place === this.pointed) return;
    this.pointed = place;
    this.inPlot = inPlot;
    this.turn();
  }

  /** An image that stays shown while none is pointed at. */
  pin(place: number | null): void {
    if (place === this.pinned) return;
    this.pinned = place;
    this.turn();
  }

  private get place(): number | null {
    return this.pointed ?? this.pinned;
  }

  private turn(): void {
    const { view, place } = this;
    clearTimeout(this.timer);
    this.near = null;
    this.details.show(view, place);
    this.showCard();
    this.showRings();
    if (view === null || place === null) return;
    this.timer = setTimeout(() => void this.lookFor(view, place), rest);
  }

  private async lookFor(view: StepView, place: number): Promise<void> {
    const near = await this.model.neighbours(view, place, shownNeighbours).catch(() => null);
    if (near === null || this.view !== view || this.place !== place) return;
    this.near = near;
    this.details.showNeighbours(view, near);
    this.showRings();
  }

  private showRings(): void {
    const { ink, place } = this;
    if (ink === null) return;
    for (const plot of spaces) {
      const ring = (row: number, color: string, radius: number, dashed: boolean): Ring => ({
        ...this.plots[plot].placeOf(row),
        ...{ color, radius, dashed },
      });
      const neighbours = spaces.flatMap((space) =>
        Array.from(this.near?.[space].rows ?? [], (row) =>
          ring(row, ink.spaces[space], space === 'h' ? 6 : 8, space === 'z'),
        ),
      );
      this.plots[plot].setRings(place === null ? [] : [...neighbours, ring(place, ink.ring, 9, false)]);
    }
  }

  private showCard(): void {
    const { view, pointed } = this;
    this.card.hidden = pointed === null || view === null || !this.inPlot;
    if (pointed === null || view === null || !this.inPlot) return;
    const label = imageLabel(view, pointed);
    setText(this.cardLabel, label);
    this.cardImage.replaceChildren(this.thumbnails.canvas(view.images.ids[pointed] ?? '', label));
  }

  /** Beside the pointer, on the side where there is room. */
  private moveCard({ clientX, clientY }: PointerEvent): void {
    const { style } = this.card;
    const isRight = clientX > window.innerWidth - 220;
    const isLow = clientY > window.innerHeight - 120;
    style.left = isRight ? 'auto' : `${clientX + 16}px`;
    style.right = isRight ? `${window.innerWidth - clientX + 16}px` : 'auto';
    style.top = isLow ? 'auto' : `${clientY + 16}px`;
    style.bottom = isLow ? `${window.innerHeight - clientY + 16}px` : 'auto';
  }
}
