import { element } from './element';
import { icon, type IconName } from './icon';
import { Button } from './toolkit';

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

export interface MenuButtonOptions {
  readonly label: string;
  readonly icon: IconName;
  /** The menu as it is at this moment. */
  readonly items: () => readonly MenuItem[];
}

/** A button that opens a menu: arrow keys, Home and End move in it, Escape and Tab leave it. */
export class MenuButton {
  readonly node: HTMLElement;
  private readonly button: Button;
  private menu: HTMLElement | null = null;

  constructor(private readonly options: MenuButtonOptions) {
    this.button = new Button({
      label: options.label,
      icon: options.icon,
      kind: 'icon',
      onPress: () => (this.menu === null ? this.open() : this.close()),
    });
    this.button.setMenu(false);
    this.node = element('span', { class: 'menu-button' }, this.button.node);
    this.button.node.addEventListener('keydown', (event) => {
      if (event.key !== 'ArrowDown') return;
      event.preventDefault();
      this.open();
    });
    this.node.addEventListener('focusout', (event) => {
      if (!(event.relatedTarget instanceof Node && this.node.contains(event.relatedTarget))) this.close();
    });
  }

  private open(): void {
    if (this.menu !== null) return;
    const menu = element('div', { class: 'menu', role: 'menu', 'aria-label': this.options.label });
    for (const item of this.options.items()) menu.append(this.line(item));
    menu.addEventListener('keydown', (event) => this.onKey(event));
    this.node.append(menu);
    this.menu = menu;
    this.button.setMenu(true);
    placeUnder(menu, this.button.node);
    this.focusLine(0);
    // It stays where it was put, so it goes when the page moves under it.
    window.addEventListener('scroll', this.close);
    window.addEventListener('resize', this.close);
  }

  private readonly close = (): void => {
    const { menu } = this;
    if (menu === null) return;
    // First forgotten, then removed: removing what has the focus comes back here.
    this.menu = null;
    menu.remove();
    this.button.setMenu(false);
    window.removeEventListener('scroll', this.close);
    window.removeEventListener('resize', this.close);
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
      this.button.focus();
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
      this.button.focus();
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
function placeUnder(menu: HTMLElement, button: HTMLElement): void {
  const box = button.getBoundingClientRect();
  const { width, height } = menu.getBoundingClientRect();
  const left = box.left + width > document.documentElement.clientWidth - 8 ? box.right - width : box.left;
  const top =
    box.bottom + height > window.innerHeight - 8 && box.top > height ? box.top - height - 2 : box.bottom + 2;
  menu.style.left = `${Math.max(4, left)}px`;
  menu.style.top = `${top}px`;
}
