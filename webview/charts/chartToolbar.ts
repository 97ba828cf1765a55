import { element, setText } from '../components/element';
import { Dropdown } from '../components/toolkit';
import type { XAxis } from './seriesStore';
import { formatSmoothing, sliderOfSmoothing, smoothingOfSlider } from './smoothing';
import { xAxes } from './xAxis';

/** While the slider moves, what other panels say does not move it; milliseconds. */
const handsOff = 1000;

/** Smoothing, x axis, and where the cursor is, for all charts. */
export class ChartToolbar {
  readonly node: HTMLElement;
  private readonly slider = element('input', {
    type: 'range',
    class: 'slider',
    id: 'smoothing',
    min: 0,
    max: 1,
    step: 0.01,
  });
  private readonly smoothing = element('output', { class: 'toolbar-value', for: 'smoothing' });
  private readonly axis: Dropdown<XAxis>;
  private readonly place = element('span', { class: 'toolbar-place', 'aria-hidden': 'true' });
  private lastMoved = -Infinity;

  constructor(onSmoothing: (weight: number) => void, onAxis: (axis: XAxis) => void) {
    this.axis = new Dropdown<XAxis>('x axis', xAxes, onAxis);
    this.slider.addEventListener('input', () => {
      this.lastMoved = performance.now();
      const weight = smoothingOfSlider(Number(this.slider.value));
      this.showSmoothing(weight);
      onSmoothing(weight);
    });
    this.node = element(
      'div',
      { class: 'chart-toolbar', role: 'group', 'aria-label': 'All charts' },
      element('label', { for: 'smoothing' }, 'Smoothing'),
      this.slider,
      this.smoothing,
      element('span', { class: 'toolbar-label', 'aria-hidden': 'true' }, 'x axis'),
      this.axis.node,
      this.place,
    );
  }

  setSmoothing(weight: number): void {
    if (performance.now() - this.lastMoved < handsOff) return;
    this.slider.value = String(sliderOfSmoothing(weight));
    this.showSmoothing(weight);
  }

  setAxis(axis: XAxis): void {
    this.axis.value = axis;
  }

  /** Says where the cursor is; empty where there is none. */
  setPlace(text: string): void {
    setText(this.place, text);
  }

  private showSmoothing(weight: number): void {
    setText(this.smoothing, formatSmoothing(weight));
    this.slider.setAttribute('aria-valuetext', formatSmoothing(weight));
    this.slider.style.setProperty('--filled', `${Number(this.slider.value) * 100}%`);
  }
}
