import { element } from './element';

/** A part of the page with a heading, that can be folded away. */
export class Part {
  readonly node: HTMLDetailsElement;

  /** @param id names the part among those that are remembered as folded */
  constructor(
    readonly id: string,
    title: string,
    ...content: readonly HTMLElement[]
  ) {
    this.node = element(
      'details',
      { class: `part part-${id}` },
      element('summary', {}, element('h2', {}, title)),
      element('div', { class: 'part-body' }, ...content),
    );
  }
}
