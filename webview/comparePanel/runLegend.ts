import type { Palette } from '../charts/palette';
import { element, setText } from '../components/element';
import type { RunStyle } from './runStyle';
import { runSwatch } from './runSwatch';

/** What the legend shows of a run. */
export interface LegendRun {
  readonly folder: string;
  readonly title: string;
  readonly style: RunStyle;
  readonly hidden: boolean;
}

/** The runs with their lines, for all charts: each is a button that hides and shows its run everywhere. */
export class RunLegend {
  readonly node = element('div', { class: 'run-legend', role: 'group', 'aria-label': 'Runs in the charts' });
  private shown = '';

  constructor(
    private readonly onToggle: (folder: string) => void,
    /** The pointer or the focus is on a run; null: on none. */
    private readonly onFront: (folder: string | null) => void,
  ) {
    this.node.addEventListener('pointerleave', () => onFront(null));
  }

  update(runs: readonly LegendRun[], palette: Palette): void {
    const shown = JSON.stringify([
      runs.map(({ folder, title, style }) => [folder, title, style]),
      palette.line,
    ]);
    if (shown !== this.shown) {
      this.shown = shown;
      this.node.replaceChildren(...runs.map((run) => this.entry(run, palette)));
    }
    runs.forEach(({ hidden }, index) =>
      this.node.children[index]?.setAttribute('aria-pressed', String(!hidden)),
    );
  }

  private entry({ folder, title, style }: LegendRun, palette: Palette): HTMLElement {
    const name = element('span', { class: 'legend-label' });
    setText(name, title);
    const node = element(
      'button',
      { class: 'legend-entry', type: 'button', title: `Hide or show ${title}` },
      runSwatch(style, palette),
      name,
    );
    node.addEventListener('click', () => this.onToggle(folder));
    node.addEventListener('pointerenter', () => this.onFront(folder));
    node.addEventListener('focus', () => this.onFront(folder));
    node.addEventListener('blur', () => this.onFront(null));
    return node;
  }
}
