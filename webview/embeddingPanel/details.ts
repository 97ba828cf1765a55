import { element, setText } from '../components/element';
import { factorText, imageLabel, judgedText } from './describeImage';
import type { NearRows } from './math/nearestRows';
import type { StepView } from './stepView';
import type { Thumbnails } from '../components/thumbnails';
import { spaces, type Space } from './workerMessages';

/** Neighbours that are shown of an image. */
export const shownNeighbours = 6;

/** The search for similar images has another measure, and other numbers. */
const byCosine = 'By cosine similarity, as kNN counts them: seen from zero, not from the mean of the images';

/** The image under the pointer, what is known of it, and its nearest neighbours in h and in z. */
export class Details {
  readonly node: HTMLElement;
  private readonly hint = element(
    'p',
    { class: 'quiet detail-hint' },
    'Point at an image to see it and its nearest neighbours in h and in z. Draw a line around points to select them.',
  );
  private readonly image = element('div', { class: 'detail-image' });
  private readonly name = element('div', { class: 'detail-name' });
  private readonly facts = element('dl', { class: 'detail-facts' });
  private readonly rows: Readonly<Record<Space, HTMLElement>>;
  private shown = '';

  constructor(private readonly thumbnails: Thumbnails) {
    const row = (space: Space) => element('ul', { class: 'neighbours', 'aria-label': `Nearest in ${space}` });
    this.rows = { h: row('h'), z: row('z') };
    const content = element(
      'div',
      { class: 'detail' },
      this.image,
      this.name,
      this.facts,
      ...spaces.flatMap((space) => [
        element('div', { class: `neighbour-title space-${space}`, title: byCosine }, `nearest in ${space}`),
        this.rows[space],
      ]),
    );
    this.node = element(
      'section',
      { class: 'box details is-empty', 'aria-label': 'Image' },
      this.hint,
      content,
    );
  }

  /** Shows an image; null shows what can be done, and leaves the room that an image takes, so that nothing moves. */
  show(view: StepView | null, place: number | null): void {
    this.node.classList.toggle('is-empty', view === null || place === null);
    if (view !== null) this.showFacts(view, place ?? 0);
    if (view === null || place === null) {
      this.shown = '';
      return;
    }
    const id = view.images.ids[place] ?? '';
    const key = `${view.step} ${id}`;
    if (key === this.shown) return;
    this.shown = key;
    setText(this.name, imageLabel(view, place));
    this.image.replaceChildren(this.thumbnails.canvas(id, imageLabel(view, place)));
    for (const space of spaces) this.rows[space].replaceChildren();
  }

  /** Shows the neighbours of the image that is shown. */
  showNeighbours(view: StepView, near: Readonly<Record<Space, NearRows>>): void {
    for (const space of spaces) {
      const { rows, similarities } = near[space];
      this.rows[space].replaceChildren(
        ...Array.from(rows, (row, i) => {
          const label = imageLabel(view, row);
          const similarity = (similarities[i] ?? 0).toFixed(3).replace('-', '−');
          return element(
            'li',
            { title: `${label}, cosine similarity ${similarity}` },
            this.thumbnails.canvas(view.images.ids[row] ?? '', label),
            element('span', { class: 'similarity' }, similarity),
          );
        }),
      );
    }
  }

  private showFacts(view: StepView, place: number): void {
    const facts: (readonly [string, string])[] = view.images.factors.map((factor) => [
      factor.name,
      factorText(factor, place),
    ]);
    if (view.judgement !== null) {
      facts.unshift(
        ['probe on h', judgedText(view, 'h', place)],
        ['probe on z', judgedText(view, 'z', place)],
      );
    }
    this.facts.replaceChildren(
      ...facts.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]),
    );
  }
}
