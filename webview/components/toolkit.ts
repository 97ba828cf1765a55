/**
 * The widgets that come from a library. No other file knows which one: a successor is a change of this file.
 */
import './styleNonce';
import {
  type Button as ToolkitButton,
  type Dropdown as ToolkitDropdown,
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeDropdown,
  vsCodeOption,
  vsCodeProgressRing,
} from '@vscode/webview-ui-toolkit';
import { setText } from './element';
import { icon, setIcon } from './icon';
import type { IconName } from './iconNames.mjs';

provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeDropdown(), vsCodeOption(), vsCodeProgressRing());

export interface ButtonOptions {
  readonly label: string;
  readonly icon?: IconName;
  /** primary: the one thing to do; icon: the icon alone, the label is its name. */
  readonly kind?: 'primary' | 'secondary' | 'icon';
  readonly onPress: () => void;
}

/** A button whose face can change. */
export class Button {
  readonly node: HTMLElement;
  private readonly button: ToolkitButton;
  /** Not an element: the library gives those the size of an icon. */
  private readonly text = document.createTextNode('');
  private readonly glyph: HTMLElement | null;

  constructor({ label, icon: iconName, kind = 'secondary', onPress }: ButtonOptions) {
    const button = document.createElement('vscode-button') as ToolkitButton;
    button.setAttribute('appearance', kind);
    this.glyph = iconName === undefined ? null : icon(iconName);
    if (this.glyph !== null) {
      if (kind !== 'icon') this.glyph.slot = 'start';
      button.append(this.glyph);
    }
    if (kind === 'icon') button.setAttribute('aria-label', label);
    else button.append(this.text);
    if (kind === 'icon') button.title = label;
    this.text.textContent = label;
    button.addEventListener('click', onPress);
    this.node = button;
    this.button = button;
  }

  setFace(label: string, iconName: IconName): void {
    setText(this.text, label);
    if (this.glyph !== null) setIcon(this.glyph, iconName);
  }

  setEnabled(enabled: boolean): void {
    if (this.button.disabled === enabled) this.button.disabled = !enabled;
  }

  /** Tells a screen reader that the button opens a menu, and whether it is open. */
  setMenu(open: boolean): void {
    this.button.setAttribute('aria-haspopup', 'menu');
    this.button.setAttribute('aria-expanded', String(open));
  }

  focus(): void {
    this.button.focus();
  }
}

export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
}

/** A box that drops down a list of choices. */
export class Dropdown<Value extends string> {
  readonly node: HTMLElement;
  private readonly dropdown: ToolkitDropdown;

  constructor(label: string, choices: readonly Choice<Value>[], onChange: (value: Value) => void) {
    const dropdown = document.createElement('vscode-dropdown') as ToolkitDropdown;
    dropdown.setAttribute('aria-label', label);
    for (const choice of choices) {
      const option = document.createElement('vscode-option');
      option.setAttribute('value', choice.value);
      option.textContent = choice.label;
      dropdown.append(option);
    }
    dropdown.addEventListener('change', () => {
      const chosen = choices.find(({ value }) => value === dropdown.value);
      if (chosen !== undefined) onChange(chosen.value);
    });
    this.node = dropdown;
    this.dropdown = dropdown;
  }

  set value(value: Value) {
    if (this.dropdown.value !== value) this.dropdown.value = value;
  }
}

/** A ring that turns while something of unknown length goes on. */
export function progressRing(label: string): HTMLElement {
  const ring = document.createElement('vscode-progress-ring');
  ring.setAttribute('aria-label', label);
  return ring;
}
