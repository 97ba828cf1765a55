import type {
  FromCheckpointPage,
  KnownImage,
  NearImage,
  Neighbourhood,
  ToKnownSection,
} from '../../extension/checkpointEditor/messages';
import { formatCount } from '../../extension/format/formatNumbers';
import { element, setText } from '../components/element';
import { Button } from '../components/toolkit';
import { Thumbnails } from '../components/thumbnails';

type Found = Extract<ToKnownSection, { type: 'neighbours' }>;
type Failure = Extract<ToKnownSection, { type: 'knownFailed' }>;

/** A few images, each with those that are nearest to it in h and in z, side by side. */
export class Neighbours {
  readonly node: HTMLElement;
  readonly thumbnails: Thumbnails;
  private readonly note = element('p', { class: 'quiet', role: 'status' });
  private readonly failure = element('p', { class: 'quiet', role: 'status', hidden: true });
  private readonly list = element('ul', { class: 'neighbourhoods' });
  private readonly others: Button;
  private turn = 0;

  constructor(post: (message: FromCheckpointPage) => void) {
    this.thumbnails = new Thumbnails((ids) => post({ type: 'thumbnails', ids }));
    this.others = new Button({
      ...{ label: 'Other images', icon: 'refresh' },
      onPress: () => post({ type: 'neighbours', turn: this.turn + 1 }),
    });
    this.node = element(
      'div',
      { class: 'neighbours', hidden: true },
      element('div', { class: 'neighbours-head' }, this.note, this.others.node),
      this.failure,
      this.list,
    );
  }

  /** @param images of which embeddings are kept; null where none are. */
  update(images: number | null, mayShow: boolean): void {
    this.node.hidden = images === null;
    setText(
      this.note,
      `The nearest among ${formatCount(images ?? 0)} evaluation images by cosine similarity from zero, as in kNN; a search for similar images measures from their mean. ≠ marks another class.`,
    );
    this.failure.hidden = mayShow;
    setText(
      this.failure,
      mayShow ? '' : 'Trust this workspace to see the images; their classes are known without.',
    );
  }

  show({ turn, found }: Found): void {
    this.turn = turn;
    this.list.replaceChildren(...found.map((each) => this.neighbourhood(each)));
  }

  fail({ what, message }: Failure): void {
    if (what === 'thumbnails') this.thumbnails.fail();
    else this.list.replaceChildren();
    this.failure.hidden = false;
    setText(this.failure, what === 'thumbnails' ? `The images cannot be shown: ${message}` : message);
  }

  private neighbourhood({ query, h, z }: Neighbourhood): HTMLElement {
    return element(
      'li',
      { class: 'neighbourhood' },
      element(
        'figure',
        { class: 'query' },
        this.thumbnails.canvas(query.id, nameOf(query)),
        element('figcaption', { title: query.id }, nameOf(query)),
      ),
      this.strip('h', query, h),
      this.strip('z', query, z),
    );
  }

  private strip(space: 'h' | 'z', query: KnownImage, near: readonly NearImage[]): HTMLElement {
    const same = near.filter(({ label }) => label !== null && label === query.label).length;
    const count = query.label === null ? space : `${space}: ${same} of ${near.length} of its class`;
    return element(
      'div',
      { class: 'strip' },
      element('span', { class: 'strip-name quiet' }, count),
      element('ol', { 'aria-label': `Nearest in ${space}` }, ...near.map((image) => this.image(image))),
    );
  }

  private image(image: NearImage): HTMLElement {
    const { similarity, differs } = image;
    const cosine = similarity.toFixed(2).replace('-', '−');
    const label = `${nameOf(image)}, similarity ${cosine}${differs ? ', another class' : ''}`;
    return element(
      'li',
      { class: differs ? 'near differs' : 'near', title: `${label}\n${image.id}` },
      this.thumbnails.canvas(image.id, label),
      element('span', { class: 'near-name' }, `${differs ? '≠ ' : ''}${image.label ?? cosine}`),
    );
  }
}

/** The class of an image, or its own name where it has none. */
function nameOf({ id, label }: KnownImage): string {
  return label ?? id.split('/').at(-1) ?? id;
}
