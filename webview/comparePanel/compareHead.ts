import { element, setText } from '../components/element';
import { Button } from '../components/toolkit';

/** What the head tells the page. */
export interface CompareHeadHost {
  readonly onAdd: () => void;
  readonly onFilter: (text: string) => void;
}

/** The top of the panel: how many runs, which of them, and more of them. */
export class CompareHead {
  readonly node: HTMLElement;
  private readonly title = element('h1');
  private readonly count = element('span', { class: 'quiet', role: 'status' });
  private readonly filter = element('input', {
    type: 'text',
    class: 'filter',
    'aria-label': 'Filter runs',
    'aria-describedby': 'filter-problem',
    placeholder: 'Filter: words, batchSize>=256, probe.h>50%',
    spellcheck: 'false',
  });
  private readonly problem = element('p', {
    class: 'filter-problem',
    id: 'filter-problem',
    role: 'alert',
    hidden: true,
  });

  constructor({ onAdd, onFilter }: CompareHeadHost) {
    const add = new Button({ label: 'Add runs…', icon: 'add', onPress: onAdd });
    this.filter.addEventListener('input', () => onFilter(this.filter.value));
    this.filter.addEventListener('keydown', ({ key }) => {
      if (key !== 'Escape' || this.filter.value === '') return;
      this.filter.value = '';
      onFilter('');
    });
    this.node = element(
      'header',
      { class: 'compare-head' },
      this.title,
      this.count,
      element('span', { class: 'head-tools' }, this.filter, add.node),
      this.problem,
    );
  }

  /** @param problem of the filter, in a sentence; null where there is none */
  update(all: number, shown: number, filter: string, problem: string | null): void {
    setText(this.title, all === 1 ? '1 run' : `${all} runs`);
    setText(this.count, shown === all ? '' : `${shown} shown`);
    if (this.filter.value !== filter && document.activeElement !== this.filter) this.filter.value = filter;
    this.filter.setAttribute('aria-invalid', String(problem !== null));
    setText(this.problem, problem ?? '');
    this.problem.hidden = problem === null;
  }
}
