import { element } from './element';
import type { IconName } from './iconNames.mjs';
import { PopupMenu, type MenuItem } from './popupMenu';
import { Button } from './toolkit';

export type { MenuItem } from './popupMenu';

export interface MenuButtonOptions {
  readonly label: string;
  readonly icon: IconName;
  /** The menu as it is at this moment. */
  readonly items: () => readonly MenuItem[];
}

/** A button that opens a menu. */
export class MenuButton {
  readonly node: HTMLElement;
  private readonly menu: PopupMenu;

  constructor({ label, icon, items }: MenuButtonOptions) {
    const open = () => this.menu.open(label, items());
    const button = new Button({
      ...{ label, icon, kind: 'icon' },
      onPress: () => (this.menu.isOpen ? this.menu.close() : open()),
    });
    button.setMenu(false);
    this.node = element('span', { class: 'menu-button' }, button.node);
    this.menu = new PopupMenu({
      node: button.node,
      host: this.node,
      focus: () => button.focus(),
      onToggle: (isOpen) => button.setMenu(isOpen),
    });
    button.node.addEventListener('keydown', (event) => {
      if (event.key !== 'ArrowDown') return;
      event.preventDefault();
      open();
    });
  }
}
