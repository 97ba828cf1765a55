import { element, setText } from '../components/element';
import { icon } from '../components/icon';
import type { ComparedRow } from './comparedRow';
import { runSwatch } from './runSwatch';
import type { TableView } from './runTable';

/** What a row's buttons do. */
export interface RowHost {
  readonly titleOf: (folder: string) => string;
  readonly onToggle: (folder: string) => void;
  readonly onOpen: (folder: string) => void;
  readonly onRemove: (folder: string) => void;
  /** Whether the run is one of the two whose configurations are compared. */
  readonly onPick: (folder: string, picked: boolean) => void;
}

/** The head of a run's row: whether it is picked, whether it is shown, its name, and a way out. */
export class RowHead {
  readonly node = element('th', { scope: 'row', class: 'row-head' });
  private readonly pick = element('input', { type: 'checkbox', class: 'pick' });
  private readonly toggle = element('button', { type: 'button', class: 'toggle' });
  private readonly title = element('button', { type: 'button', class: 'run-title' });
  private readonly remove = element('button', { type: 'button', class: 'remove' }, icon('close'));
  private readonly missing = element('span', { class: 'row-missing', hidden: true });
  private swatchText = '';

  constructor(
    private readonly folder: string,
    private readonly host: RowHost,
  ) {
    this.pick.addEventListener('change', () => host.onPick(folder, this.pick.checked));
    this.toggle.addEventListener('click', () => host.onToggle(folder));
    this.title.addEventListener('click', () => host.onOpen(folder));
    this.remove.addEventListener('click', () => host.onRemove(folder));
    const parts = element('div', { class: 'row-parts' }, this.pick, this.toggle, this.title, this.remove);
    this.node.append(parts, this.missing);
  }

  update({ missing, run }: ComparedRow, { hidden, pair, styleOf, palette }: TableView): void {
    const title = this.host.titleOf(this.folder);
    const isShown = !hidden.has(this.folder);
    setText(this.title, title);
    label(this.pick, `Compare the configuration of ${title}`);
    label(this.toggle, `Hide or show ${title}`);
    label(this.remove, `Take ${title} out of the comparison`);
    this.title.title = run === null ? title : `Open ${title} (${run.id})`;
    this.title.disabled = run === null;
    this.pick.checked = pair.includes(this.folder);
    this.toggle.setAttribute('aria-pressed', String(isShown));
    this.node.classList.toggle('is-hidden', !isShown);
    setText(this.missing, missing ?? '');
    this.missing.hidden = missing === null;
    const style = styleOf(this.folder);
    const swatchText = `${palette.line[style.color]} ${JSON.stringify(style)}`;
    if (swatchText === this.swatchText) return;
    this.swatchText = swatchText;
    this.toggle.replaceChildren(runSwatch(style, palette));
  }
}

function label(node: HTMLElement, text: string): void {
  if (node.getAttribute('aria-label') === text) return;
  node.setAttribute('aria-label', text);
  node.title = text;
}
