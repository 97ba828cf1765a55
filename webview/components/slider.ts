import { element, setText } from './element';

export interface SliderOptions {
  readonly label: string;
  readonly unit: string;
  /** Ends of the slider, and its step. */
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** What may be typed beyond the ends. */
  readonly low?: number;
  readonly most?: number;
  /** Called while it moves, with a number between the ends. */
  readonly onChange: (value: number) => void;
}

/** A number that is set by a slider, or typed: label, slider, number with its unit, and a remark. */
export class Slider {
  readonly node: HTMLElement;
  private readonly range: HTMLInputElement;
  private readonly number: HTMLInputElement;
  private readonly note = element('span', { class: 'slider-note' });

  constructor({ label, unit, min, max, step, low = min, most = max, onChange }: SliderOptions) {
    const name = unit === '' ? label : `${label}, ${unitNames[unit] ?? unit}`;
    this.range = element('input', { type: 'range', class: 'slider', min, max, step, 'aria-label': name });
    this.number = element('input', {
      ...{ type: 'number', class: 'slider-number', min: low, max: most, step: 'any' },
      'aria-label': `${name}, as a number`,
    });
    this.range.addEventListener('input', () => {
      this.number.value = this.range.value;
      onChange(this.range.valueAsNumber);
    });
    this.number.addEventListener('change', () => {
      const typed = this.number.valueAsNumber;
      if (Number.isNaN(typed)) {
        this.number.value = this.range.value;
        return;
      }
      const value = Math.min(most, Math.max(low, typed));
      this.number.value = String(value);
      this.range.value = String(value);
      onChange(value);
    });
    this.node = element(
      'div',
      { class: 'slider-row' },
      element('span', { class: 'slider-label' }, label),
      this.range,
      this.number,
      element('span', { class: 'slider-unit' }, unit),
      this.note,
    );
  }

  /** @param value null where there is no one value. */
  set(value: number | null, note = ''): void {
    const text = value === null ? '' : String(Number(value.toFixed(3)));
    if (this.number.value !== text && document.activeElement !== this.number) this.number.value = text;
    if (value !== null && this.range.valueAsNumber !== value) this.range.value = text;
    setText(this.note, note);
  }

  setEnabled(enabled: boolean): void {
    this.range.disabled = !enabled;
    this.number.disabled = !enabled;
  }
}

/** How a screen reader says them. */
const unitNames: Readonly<Record<string, string>> = { '%': 'percent', '°': 'degrees', px: 'pixels' };
