import { colorText } from '../charts/color';
import { formatCount } from '../../extension/format/formatNumbers';
import { element, svgElement } from '../components/element';
import type { LegendCategory, LegendContent } from './coloring';

/** What a legend tells of. */
export interface LegendEvents {
  /** A category is to be selected, or added to the selection. */
  readonly onSelect: (key: number, add: boolean) => void;
  /** A category is to be hidden, or shown again. */
  readonly onToggle: (key: number) => void;
}

/** What the colours mean. A category's name selects its images; its mark hides them. */
export class Legend {
  readonly node = element('div', { class: 'legend', role: 'group', 'aria-label': 'Legend' });

  constructor(private readonly events: LegendEvents) {}

  update(content: LegendContent, hidden: ReadonlySet<number>): void {
    const focused = this.focusedKey();
    this.node.replaceChildren(
      ...(content.type === 'categories'
        ? content.categories.map((category) => this.category(category, hidden.has(category.key)))
        : [range(content)]),
    );
    if (focused !== null) this.node.querySelector<HTMLElement>(`[data-key="${focused}"]`)?.focus();
  }

  private category({ key, label, color, shape, count }: LegendCategory, isHidden: boolean): HTMLElement {
    const mark = svgElement('svg', { viewBox: '0 0 12 12', width: 12, height: 12, 'aria-hidden': 'true' });
    mark.append(svgElement('path', { d: paths[shape] ?? paths[0], fill: colorText(color) }));
    const toggle = element(
      'button',
      {
        ...{ type: 'button', class: 'legend-mark', 'aria-pressed': String(!isHidden), 'data-key': `m${key}` },
        ...{ title: isHidden ? `Show ${label}` : `Hide ${label}`, 'aria-label': `Show ${label}` },
      },
      mark,
    );
    toggle.addEventListener('click', () => this.events.onToggle(key));
    const name = element(
      'button',
      {
        ...{ type: 'button', class: 'legend-name', 'data-key': `n${key}`, disabled: isHidden },
        title: `Select ${label}; with Ctrl, add it to the selection`,
      },
      element('span', {}, label),
      element('span', { class: 'legend-count' }, formatCount(count)),
    );
    name.addEventListener('click', (event) => this.events.onSelect(key, event.ctrlKey || event.metaKey));
    return element('span', { class: `legend-item${isHidden ? ' is-hidden' : ''}` }, toggle, name);
  }

  private focusedKey(): string | null {
    const { activeElement } = document;
    return activeElement !== null && this.node.contains(activeElement)
      ? activeElement.getAttribute('data-key')
      : null;
  }
}

const paths = [
  'M6 1a5 5 0 1 0 0 10a5 5 0 1 0 0-10',
  'M1.5 1.5h9v9h-9z',
  'M6 1l5.4 9.6H0.6z',
  'M6 0.4l5.6 5.6L6 11.6L0.4 6z',
];

function range({ from, to, colors }: Extract<LegendContent, { type: 'range' }>): HTMLElement {
  const bar = svgElement('svg', {
    ...{ viewBox: `0 0 ${colors.length} 1`, preserveAspectRatio: 'none', class: 'legend-range' },
    'aria-hidden': 'true',
  });
  colors.forEach((color, i) => {
    bar.append(svgElement('rect', { x: i, y: 0, width: 1.02, height: 1, fill: colorText(color) }));
  });
  return element('span', { class: 'legend-item' }, element('span', {}, from), bar, element('span', {}, to));
}
