import { element, setText, svgElement } from '../components/element';
import type { Marker } from './chartSpec';
import { markerPath } from './markerPath';

/** A point that the cursor points at, in pixels of the plot. */
export interface CursorDot {
  readonly left: number;
  readonly top: number;
  readonly color: string;
  readonly marker: Marker;
}

/** The vertical line over a plot, with a dot on each curve; it moves without the plot being drawn anew. */
export class CursorLayer {
  readonly node: HTMLElement;
  private readonly line = element('div', { class: 'cursor-line' });
  private readonly label = element('div', { class: 'cursor-label' });
  private readonly dots = svgElement('svg', { class: 'cursor-dots' });

  constructor() {
    this.node = element(
      'div',
      { class: 'cursor-layer', 'aria-hidden': 'true' },
      this.line,
      this.dots,
      this.label,
    );
    this.node.hidden = true;
  }

  /**
   * @param left of the line, in pixels
   * @param area of the plot, in which the line stands and the label stays
   */
  show(
    left: number,
    area: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number },
    text: string,
    dots: readonly CursorDot[],
  ): void {
    this.node.hidden = false;
    this.line.style.transform = `translate(${Math.round(left)}px, ${area.top}px)`;
    this.line.style.height = `${area.bottom - area.top}px`;
    setText(this.label, text);
    // The label's own half width is 36 px at most; it stays over the plot.
    const middle = Math.min(Math.max(left, area.left + 30), area.right - 30);
    this.label.style.transform = `translate(calc(${middle}px - 50%), ${area.bottom + 2}px)`;
    this.dots.replaceChildren(
      ...dots.map(({ left: x, top: y, color, marker }) =>
        svgElement('path', { d: markerPath(marker, x, y, 4), fill: color, class: 'cursor-dot' }),
      ),
    );
  }

  hide(): void {
    this.node.hidden = true;
  }
}
