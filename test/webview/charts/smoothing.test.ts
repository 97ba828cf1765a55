import { expect, it } from 'vitest';
import { formatSmoothing, sliderOfSmoothing, smoothingOfSlider } from '../../../webview/charts/smoothing';

it('spans 0 to 0.999 over the slider, each third ten times the memory', () => {
  expect([0, 1 / 3, 2 / 3, 1].map(smoothingOfSlider)).toEqual([0, 0.9, 0.99, 0.999]);
});

it('comes back to where it was set', () => {
  for (const weight of [0, 0.25, 0.6, 0.9, 0.975, 0.999]) {
    expect(smoothingOfSlider(sliderOfSmoothing(weight))).toBeCloseTo(weight, 3);
  }
});

it('is written in as many digits as tell weights apart', () => {
  expect([0, 0.6, 0.95, 0.999].map(formatSmoothing)).toEqual(['0.00', '0.60', '0.950', '0.999']);
});
