import { formatCount } from '../../extension/format/formatNumbers';
import type {
  FoundImage,
  FromSimilar,
  SimilarQuery,
  ToSimilar,
} from '../../extension/similarImages/messages';
import { Announcer } from '../components/announcer';
import { element, setText } from '../components/element';
import { icon } from '../components/icon';
import { ProgressBar } from '../components/progressBar';
import { Select } from '../components/select';
import { Button } from '../components/toolkit';
import { picture } from './picture';
import { ResultGrid } from './resultGrid';

/** What the page keeps over a reload of the window. */
export interface SimilarState {
  readonly query: SimilarQuery;
}

/** The editor, as the page sees it. */
export interface Editor {
  post(message: FromSimilar): void;
  setState(state: SimilarState): void;
}

const spaces = [
  { value: 'h', label: 'h, before the head' },
  { value: 'z', label: 'z, after the head' },
];
const counts = [10, 20, 50, 100].map((count) => ({ value: String(count), label: `${count} images` }));

/** The page that shows the images most similar to one. */
export class SimilarPage {
  readonly node = element('main', { class: 'panel' });
  private readonly announcer = new Announcer();
  private readonly grid: ResultGrid;
  private readonly title = element('h1');
  private readonly subtitle = element('p', { class: 'quiet' });
  private readonly queryPicture = element('div', { class: 'query' });
  private readonly space: Select;
  private readonly count: Select;
  private readonly busyText = element('span');
  private readonly bar = new ProgressBar('Progress');
  private readonly busy: HTMLElement;
  private readonly failure = element('p');
  private readonly failed: HTMLElement;
  private readonly note = element('p', { class: 'quiet' });
  private readonly chosen = element('span', { class: 'chosen' });
  private readonly fileButtons: readonly Button[];
  private readonly results: HTMLElement;
  private images: readonly FoundImage[] = [];
  private place = 0;

  constructor(private readonly editor: Editor) {
    const { post } = editor;
    this.grid = new ResultGrid({
      onSelect: (place) => this.choose(place),
      onOpen: (place) => this.open(place),
    });
    this.space = new Select('Compare in', (value) =>
      post({ type: 'space', space: value === 'z' ? 'z' : 'h' }),
    );
    this.count = new Select('Number of images', (value) =>
      post({ type: 'neighbours', neighbours: Number(value) }),
    );
    const cancel = new Button({ label: 'Cancel', onPress: () => post({ type: 'cancel' }) });
    this.busy = element(
      'div',
      { class: 'busy', role: 'status', hidden: true },
      ...[this.busyText, this.bar.node, cancel.node],
    );
    const retry = new Button({
      label: 'Search again',
      icon: 'refresh',
      onPress: () => post({ type: 'retry' }),
    });
    this.failed = element(
      'div',
      { class: 'notice warning', role: 'alert', hidden: true },
      ...[icon('warning'), this.failure, retry.node],
    );
    const open = new Button({ label: 'Open', onPress: () => this.open(this.place) });
    const reveal = new Button({
      label: 'Reveal',
      onPress: () => post({ type: 'reveal', place: this.place }),
    });
    const from = new Button({
      label: 'Search from this one',
      onPress: () => post({ type: 'searchFrom', place: this.place }),
    });
    this.fileButtons = [open, reveal];
    this.results = element(
      'section',
      { class: 'results', hidden: true, 'aria-label': 'Results' },
      element(
        'div',
        { class: 'actions', role: 'group', 'aria-label': 'Selected image' },
        ...[open.node, reveal.node, from.node, this.chosen],
      ),
      this.grid.node,
      this.note,
    );
    this.node.append(
      element(
        'header',
        { class: 'head' },
        this.queryPicture,
        element('div', { class: 'head-title' }, this.title, this.subtitle),
        element('div', { class: 'head-actions' }, this.space.node, this.count.node),
      ),
      ...[this.busy, this.failed, this.results, this.announcer.node],
    );
  }

  /** Takes a message of the extension. */
  receive(message: ToSimilar): void {
    switch (message.type) {
      case 'query':
        this.showQuery(message.query);
        return;
      case 'working':
        this.busy.hidden = false;
        setText(this.busyText, message.text);
        this.bar.set(message.share);
        return;
      case 'found':
        this.showFound(message);
        return;
      case 'failed':
        this.busy.hidden = true;
        this.failed.hidden = false;
        setText(this.failure, message.message);
        return;
    }
  }

  private showQuery(query: SimilarQuery): void {
    this.editor.setState({ query });
    this.failed.hidden = true;
    this.results.classList.add('is-old');
    const { image, images } = query;
    setText(this.title, `Similar to ${lastPart('path' in image ? image.path : image.id)}`);
    const where = images === 'builtin' ? 'the built-in images' : images;
    setText(this.subtitle, `in ${where}, as seen by ${query.model}`);
    this.space.update(spaces, query.space);
    this.count.update(counts, String(query.neighbours));
  }

  private showFound(found: Extract<ToSimilar, { type: 'found' }>): void {
    this.busy.hidden = true;
    this.results.hidden = false;
    this.results.classList.remove('is-old');
    this.images = found.neighbours;
    const pixels = new Uint8Array(found.pictures);
    this.queryPicture.replaceChildren(picture(pixels, 0, found.side));
    this.grid.show(found.neighbours, pixels, found.side);
    const compared = `${formatCount(found.compared)} images compared; cosine similarity as seen from their mean, 1 at most.`;
    setText(this.note, found.leftOut === null ? compared : `${compared} ${found.leftOut}`);
    this.announcer.say(`${found.neighbours.length} similar images`);
  }

  private choose(place: number): void {
    this.place = place;
    const image = this.images[place];
    setText(this.chosen, image?.id ?? '');
    // Images of a data set's files have no file of their own.
    for (const button of this.fileButtons) button.setEnabled(image !== undefined && image.path !== null);
  }

  private open(place: number): void {
    if ((this.images[place]?.path ?? null) !== null) this.editor.post({ type: 'open', place });
  }
}

function lastPart(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}
