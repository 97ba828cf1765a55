import { element } from './element';
import { icon } from './icon';

/** A line of a menu. */
export type MenuItem =
  | {
      readonly label: string;
      /** Set on items that can be switched on and off. */
      readonly checked?: boolean;
      /** Why it cannot be chosen now; it stays in its place. */
      readonly disabled?: string;
      readonly onChoose: () => void;
    }
  | 'separator';

/** What a menu belongs to. */
export interface MenuAnchor {
  /** Beside which it is put, and whose size it does not change. */
  readonly node: HTMLElement;
  /** Within which the focus may move without the menu being left; the menu is put into it. */
  readonly host: HTMLElement;
  /** Gives the focus back. */
  readonly focus: () => void;
  /** It is open now, or is not any more. */
  readonly onToggle: (open: boolean) => void;
}

/** A menu beside what opened it: arrow keys, Home and End move in it, Escape and Tab leave it. */
export class PopupMenu {
  private menu: HTMLElement | null = null;
  /** Where its anchor was when it opened, in pixels from the window's top. */
  private anchorTop = 0;

  constructor(private readonly anchor: MenuAnchor) {
    anchor.host.addEventListener('focusout', (event) => {
      if (!(event.relatedTarget instanceof Node && anchor.host.contains(event.relatedTarget))) this.close();
    });
  }

  get isOpen(): boolean {
    return this.menu !== null;
  }

  open(label: string, items: readonly MenuItem[]): void {
    if (this.menu !== null) return;
    const menu = element('div', { class: 'menu', role: 'menu', 'aria-label': label });
    for (const item of items) menu.append(this.line(item));
    menu.addEventListener('keydown', (event) => this.onKey(event));
    this.anchor.host.append(menu);
    this.menu = menu;
    this.anchor.onToggle(true);
    placeUnder(menu, this.anchor.node);
    this.focusLine(0);
    this.anchorTop = this.anchor.node.getBoundingClientRect().top;
    window.addEventListener('scroll', this.onScroll);
    window.addEventListener('resize', this.close);
  }

  readonly close = (): void => {
    const { menu } = this;
    if (menu === null) return;
    // First forgotten, then removed: removing what has the focus comes back here.
    this.menu = null;
    menu.remove();
    this.anchor.onToggle(false);
    window.removeEventListener('scroll', this.onScroll);
    window.removeEventListener('resize', this.close);
  };

  /** It stays where it was put, so it goes when the page moves under it. News of a scroll that was over before may still come. */
  private readonly onScroll = (): void => {
    if (Math.abs(this.anchor.node.getBoundingClientRect().top - this.anchorTop) > 1) this.close();
  };

  private line(item: MenuItem): HTMLElement {
    if (item === 'separator') return element('div', { class: 'menu-separator', role: 'separator' });
    const check = element('span', { class: 'menu-check' });
    if (item.checked === true) check.append(icon('check'));
    const node = element(
      'div',
      {
        class: 'menu-item',
        role: item.checked === undefined ? 'menuitem' : 'menuitemcheckbox',
        tabindex: -1,
        'aria-checked': item.checked === undefined ? undefined : String(item.checked),
        'aria-disabled': item.disabled === undefined ? undefined : 'true',
        title: item.disabled,
      },
      check,
      item.label,
    );
    const choose = () => {
      if (item.disabled !== undefined) return;
      this.close();
      this.anchor.focus();
      item.onChoose();
    };
    node.addEventListener('click', choose);
    node.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      choose();
    });
    node.addEventListener('pointermove', () => node.focus({ preventScroll: true }));
    return node;
  }

  private onKey(event: KeyboardEvent): void {
    const lines = this.lines();
    const at = lines.findIndex((line) => line === document.activeElement);
    if (event.key === 'ArrowDown') this.focusLine((at + 1) % lines.length);
    else if (event.key === 'ArrowUp') this.focusLine((at + lines.length - 1) % lines.length);
    else if (event.key === 'Home') this.focusLine(0);
    else if (event.key === 'End') this.focusLine(lines.length - 1);
    else if (event.key === 'Escape') {
      this.close();
      this.anchor.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private lines(): HTMLElement[] {
    return [...(this.menu?.querySelectorAll<HTMLElement>('.menu-item') ?? [])];
  }

  private focusLine(index: number): void {
    this.lines()[index]?.focus();
  }
}

/** Right edges together where there is no room to the right; above where there is none below. */
function placeUnder(menu: HTMLElement, node: HTMLElement): void {
  const box = node.getBoundingClientRect();
  const { width, height } = menu.getBoundingClientRect();
  const left = box.left + width > document.documentElement.clientWidth - 8 ? box.right - width : box.left;
  const top =
    box.bottom + height > window.innerHeight - 8 && box.top > height ? box.top - height - 2 : box.bottom + 2;
  menu.style.left = `${Math.max(4, left)}px`;
  menu.style.top = `${top}px`;
}
