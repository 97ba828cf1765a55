import type {
  FromCheckpointPage,
  KnownEvaluation,
  ToKnownSection,
} from '../../extension/checkpointEditor/messages';
import { DataTable } from '../components/dataTable';
import { element, setText } from '../components/element';
import { Button } from '../components/toolkit';
import { Neighbours } from './neighbours';

/** What is known of a checkpoint of a run, from its files: accuracies, evaluations, and the nearest neighbours. */
export class Known {
  readonly node: HTMLElement;
  private readonly accuracies = new DataTable();
  private readonly none = element('p', { class: 'quiet', hidden: true });
  private readonly evaluations = element('ul', { class: 'evaluations' });
  private readonly missing: HTMLElement;
  private readonly neighbours: Neighbours;

  constructor(private readonly post: (message: FromCheckpointPage) => void) {
    this.accuracies.node.classList.add('plain');
    this.neighbours = new Neighbours(post);
    const compute = new Button({
      ...{ label: 'Compare h and z', icon: 'diff' },
      onPress: () => post({ type: 'action', action: 'embeddings' }),
    });
    this.missing = element(
      'div',
      { class: 'missing', hidden: true },
      element(
        'p',
        { class: 'quiet' },
        'No embeddings are kept with this checkpoint, so its nearest neighbours are not known. Compare h and z computes and keeps them.',
      ),
      compute.node,
    );
    this.node = element(
      'section',
      { class: 'box known', 'aria-labelledby': 'known-title', hidden: true },
      element('h2', { id: 'known-title' }, 'What is known of it'),
      element(
        'div',
        { class: 'known-numbers' },
        element('div', {}, element('h3', {}, 'Accuracies at this step'), this.accuracies.node, this.none),
        element('div', {}, element('h3', {}, 'Evaluations of this checkpoint'), this.evaluations),
      ),
      element('h3', {}, 'Nearest neighbours'),
      this.missing,
      this.neighbours.node,
    );
  }

  receive(message: ToKnownSection): void {
    switch (message.type) {
      case 'known': {
        const { accuracies, evaluations, images, mayShow } = message.known;
        this.node.hidden = false;
        this.accuracies.update({ caption: '', columns: ['', ''], rows: accuracies });
        this.accuracies.node.hidden = accuracies.length === 0;
        this.none.hidden = accuracies.length > 0;
        setText(this.none, 'Nothing was measured at this step. Evaluate… judges the checkpoint.');
        this.evaluations.replaceChildren(
          ...(evaluations.length === 0
            ? [element('li', { class: 'quiet' }, 'None yet. Evaluate… makes one.')]
            : evaluations.map((each) => this.evaluation(each))),
        );
        this.missing.hidden = images !== null;
        this.neighbours.update(images, mayShow);
        return;
      }
      case 'neighbours':
        this.neighbours.show(message);
        return;
      case 'thumbnails':
        this.neighbours.thumbnails.receive(message);
        return;
      case 'knownFailed':
        this.neighbours.fail(message);
        return;
    }
  }

  private evaluation({ path, title, facts }: KnownEvaluation): HTMLElement {
    const open = element('button', { class: 'link', type: 'button', title: 'Open this evaluation' }, title);
    open.addEventListener('click', () => this.post({ type: 'openEvaluation', path }));
    const found = element('dl', { class: 'found' });
    for (const [name, value] of facts) found.append(element('dt', {}, name), element('dd', {}, value));
    return element('li', {}, open, found);
  }
}
