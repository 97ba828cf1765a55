import { formatCount, formatShare } from '../../extension/format/formatNumbers';
import { element, setText } from '../components/element';
import { Button } from '../components/toolkit';
import { imageLabel } from './describeImage';
import { mostRows, SelectedTable } from './selectedTable';
import type { Selection } from './selection';
import type { StepView } from './stepView';
import type { Thumbnails } from '../components/thumbnails';

/** Images that are shown small. */
const mostThumbnails = 48;

/** What the part tells of. */
export interface SelectedEvents {
  readonly onPoint: (place: number | null) => void;
  readonly onJudge: () => void;
}

/** The selected images: how many, small pictures of them, and a table. */
export class Selected {
  readonly node: HTMLElement;
  private readonly title = element('h2', {}, 'Selected');
  private readonly note = element('p', { class: 'quiet' });
  private readonly pictures = element('ul', { class: 'pictures', 'aria-label': 'Selected images' });
  private readonly table: SelectedTable;
  private readonly judge: Button;
  private readonly clear: Button;
  private readonly foot: HTMLElement;
  private readonly tableFrame: HTMLElement;

  constructor(
    private readonly selection: Selection,
    private readonly thumbnails: Thumbnails,
    private readonly events: SelectedEvents,
  ) {
    this.table = new SelectedTable(events.onPoint);
    this.judge = new Button({ label: 'Judge each image', onPress: events.onJudge });
    this.judge.node.title =
      'Fits linear probes on h and on z to four fifths of these images, in turn, and judges the last fifth: which images each knows.';
    this.clear = new Button({ label: 'Clear', onPress: () => selection.clear() });
    this.tableFrame = element('div', { class: 'table-frame' }, this.table.node);
    this.foot = element('div', { class: 'selected-foot' }, this.judge.node, this.clear.node);
    this.node = element(
      'section',
      { class: 'box selection', 'aria-label': 'Selected' },
      this.title,
      this.note,
      this.pictures,
      this.tableFrame,
      this.foot,
    );
  }

  update(view: StepView, mayJudge: boolean): void {
    const places = [...this.selection.ids].flatMap((id) => view.places.get(id) ?? []);
    places.sort((a, b) => a - b);
    const nothing = this.selection.size === 0;
    this.pictures.hidden = nothing;
    this.tableFrame.hidden = nothing;
    this.foot.hidden = nothing;
    setText(this.title, nothing ? 'Selected: none' : `Selected: ${formatCount(this.selection.size)}`);
    setText(this.note, nothing ? '' : noteOf(view, places, this.selection.size));
    this.note.hidden = nothing || this.note.textContent === '';
    this.judge.node.hidden = view.judgement !== null || !mayJudge;
    const shown = evenly(places, mostThumbnails);
    this.pictures.replaceChildren(...shown.map((place) => this.picture(view, place)));
    this.table.update(view, nothing ? [] : places);
  }

  private picture(view: StepView, place: number): HTMLElement {
    const label = imageLabel(view, place);
    const item = element('li', { title: label }, this.thumbnails.canvas(view.images.ids[place] ?? '', label));
    item.addEventListener('pointerenter', () => this.events.onPoint(place));
    item.addEventListener('pointerleave', () => this.events.onPoint(null));
    return item;
  }
}

/** What is left out, and how the selected images do. */
function noteOf(view: StepView, places: readonly number[], selected: number): string {
  const sentences: string[] = [];
  const missing = selected - places.length;
  if (missing > 0) sentences.push(`${formatCount(missing)} of them are not among the images of this step.`);
  if (places.length > mostThumbnails) {
    const rows = places.length > mostRows ? ` and ${mostRows} rows` : '';
    sentences.push(`${mostThumbnails} pictures${rows} of ${formatCount(places.length)} are shown.`);
  }
  const { judgement } = view;
  if (judgement !== null && places.length > 0) {
    const share = (correct: readonly (boolean | null)[]) =>
      places.filter((place) => correct[place] === true).length / places.length;
    sentences.push(
      `Known from h: ${formatShare(share(judgement.h.correct))}, from z: ${formatShare(share(judgement.z.correct))}.`,
    );
  }
  return sentences.join(' ');
}

/** At most so many of the values, evenly apart. */
export function evenly<T>(values: readonly T[], most: number): T[] {
  if (values.length <= most) return [...values];
  return Array.from(
    { length: most },
    (_, i) => values[Math.floor(((i + 0.5) * values.length) / most)],
  ).filter((value) => value !== undefined);
}
