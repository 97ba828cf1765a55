import type { FoundImage } from '../../extension/similarImages/messages';
import { element } from '../components/element';
import { gridStep } from '../components/gridStep';
import { picture } from './picture';

/** What the grid tells of. */
export interface GridEvents {
  readonly onSelect: (place: number) => void;
  readonly onOpen: (place: number) => void;
}

/** The images that were found, nearest first; one of them is selected, and arrow keys go from one to the next. */
export class ResultGrid {
  readonly node = element('div', { class: 'grid', role: 'listbox', 'aria-label': 'Similar images' });
  private cells: readonly HTMLElement[] = [];
  private selected = 0;

  constructor(private readonly events: GridEvents) {
    this.node.addEventListener('keydown', (event) => this.press(event));
  }

  /** @param pixels the query, then the images; see `picture`. */
  show(images: readonly FoundImage[], pixels: Uint8Array, side: number): void {
    const hadFocus = this.node.contains(document.activeElement);
    this.cells = images.map((image, place) => this.cell(image, place, picture(pixels, place + 1, side)));
    this.node.replaceChildren(...this.cells);
    this.select(0, hadFocus);
  }

  private cell({ id, class: name, similarity }: FoundImage, place: number, canvas: HTMLElement): HTMLElement {
    const shown = similarity.toFixed(3);
    const cell = element(
      'div',
      {
        ...{ class: 'cell', role: 'option', tabindex: -1, title: name === null ? id : `${id} · ${name}` },
        'aria-label': `${id}, similarity ${shown}${name === null ? '' : `, class ${name}`}`,
      },
      canvas,
      element('span', { class: 'similarity' }, shown),
      // The end tells images apart; all of it is beside the buttons, and in the tooltip.
      element('span', { class: 'name' }, id.split('/').at(-1) ?? id),
    );
    cell.addEventListener('click', () => this.select(place, true));
    cell.addEventListener('focus', () => this.select(place, false));
    cell.addEventListener('dblclick', () => this.events.onOpen(place));
    return cell;
  }

  private select(place: number, focus: boolean): void {
    this.selected = place;
    this.cells.forEach((cell, i) => {
      cell.tabIndex = i === place ? 0 : -1;
      cell.setAttribute('aria-selected', String(i === place));
    });
    const cell = this.cells[place];
    if (focus && cell !== document.activeElement) cell?.focus();
    this.events.onSelect(place);
  }

  private press(event: KeyboardEvent): void {
    if (event.key === 'Enter') {
      this.events.onOpen(this.selected);
      event.preventDefault();
      return;
    }
    const place = gridStep(event.key, this.selected, this.cells);
    if (place === null) return;
    event.preventDefault();
    this.select(place, true);
  }
}
