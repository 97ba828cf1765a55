import type { Transform } from '../../extension/augmentationStudio/messages';
import { element } from '../components/element';
import { icon } from '../components/icon';
import { Slider } from '../components/slider';
import { Button } from '../components/toolkit';
import type { Card } from './cards';
import { parametersOf, transformNames, type Parameter } from './parameters';
import { ViewSheet, type Views } from './viewSheet';

export interface CardEvents {
  /** It was changed by hand. */
  onChange(card: Card): void;
  /** It is to go to another place: so many further down, or up where negative. */
  onMove(by: number): void;
  onReset(): void;
  /** The handle was taken with the pointer. */
  onGrab(event: PointerEvent): void;
}

/** A transformation of the stack: switch, handle, parameters, and what it does alone. */
export class CardView {
  readonly node: HTMLElement;
  private readonly toggle: HTMLInputElement;
  private readonly handle: HTMLButtonElement;
  private readonly body: HTMLElement;
  private readonly reset: Button;
  private readonly sliders: readonly (readonly [Parameter, Slider])[];
  private readonly alone = element('div', { class: 'card-alone' });
  private readonly sheet: ViewSheet;
  private card: Card;

  constructor(card: Card, events: CardEvents) {
    this.card = card;
    const name = transformNames[card.transform.type];
    this.toggle = element('input', { type: 'checkbox', role: 'switch', class: 'card-switch' });
    this.toggle.addEventListener('change', () => events.onChange({ ...this.card, on: this.toggle.checked }));
    this.handle = element(
      'button',
      { class: 'card-handle', title: 'Drag, or Alt+Up and Alt+Down' },
      icon('gripper'),
    );
    this.handle.addEventListener('pointerdown', (event) => events.onGrab(event));
    this.reset = new Button({
      label: `Reset ${name}`,
      icon: 'discard',
      kind: 'icon',
      onPress: events.onReset,
    });
    this.sliders = parametersOf(card.transform.type).map((parameter) => [
      parameter,
      new Slider({
        ...parameter,
        onChange: (value) =>
          events.onChange({ ...this.card, transform: parameter.set(this.card.transform, value) }),
      }),
    ]);
    this.sheet = new ViewSheet(`${name} alone`, { group: 1, shown: 48 });
    this.alone.append(element('span', { class: 'quiet' }, 'alone'), this.sheet.node);
    this.body = element(
      'div',
      { class: 'card-body' },
      ...this.sliders.map(([, slider]) => slider.node),
      this.alone,
    );
    this.node = element(
      'li',
      { class: 'card' },
      element(
        'div',
        { class: 'card-head' },
        this.handle,
        element('label', { class: 'card-name' }, this.toggle, element('span', {}, name)),
        this.reset.node,
      ),
      this.body,
    );
    this.node.addEventListener('keydown', (event) => {
      if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
      event.preventDefault();
      event.stopPropagation();
      events.onMove(event.key === 'ArrowUp' ? -1 : 1);
    });
  }

  get type(): Transform['type'] {
    return this.card.transform.type;
  }

  /** @param place among all cards, from 1. */
  update(card: Card, place: number, count: number, isDefault: boolean): void {
    this.card = card;
    this.toggle.checked = card.on;
    this.node.classList.toggle('off', !card.on);
    this.body.hidden = !card.on;
    this.reset.node.hidden = !card.on || isDefault;
    for (const [parameter, slider] of this.sliders) {
      slider.set(parameter.get(card.transform), parameter.note?.(card.transform) ?? '');
    }
    const name = transformNames[card.transform.type];
    const label = `Move ${name}, ${place} of ${count}`;
    if (this.handle.getAttribute('aria-label') !== label) this.handle.setAttribute('aria-label', label);
  }

  /** Shows what it does alone. */
  showAlone(views: Views): void {
    this.sheet.show(views);
  }

  /** Gives its handle the focus. */
  focus(): void {
    this.handle.focus();
  }

  /** Says that it is being dragged. */
  setDragged(dragged: boolean): void {
    this.node.classList.toggle('dragged', dragged);
  }
}

/** Text of a card for a screen reader after it was moved. */
export function movedText(type: Transform['type'], place: number, count: number): string {
  return `${transformNames[type]} is ${place} of ${count}`;
}
