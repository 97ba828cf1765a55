import { element, svgElement } from '../components/element';
import { formatValue } from '../format/formatValue';

/** Bars of a sparkline; a large histogram has all bins. */
const sparkBars = 32;

/** A histogram as small as a word: without axes, and for the eye alone. */
export function sparkline(bins: readonly number[]): SVGSVGElement {
  const each = Math.ceil(bins.length / sparkBars);
  const bars = Array.from({ length: Math.ceil(bins.length / each) }, (_, bar) =>
    bins.slice(bar * each, (bar + 1) * each).reduce((sum, bin) => sum + bin, 0),
  );
  return drawn(bars, 'sparkline');
}

/** A histogram with its ends beneath it. */
export function histogram(
  bins: readonly number[],
  { min, max }: { readonly min: number; readonly max: number },
): HTMLElement {
  const drawing = drawn(bins, 'histogram');
  drawing.setAttribute('role', 'img');
  drawing.removeAttribute('aria-hidden');
  const [low, high] = [formatValue('number', min), formatValue('number', max)];
  drawing.setAttribute('aria-label', `Histogram of the numbers from ${low} to ${high}`);
  return axis(drawing, low, high);
}

/** Values one after the other, as bars from zero; of many, the largest of neighbours. */
export function valueBars(values: Float64Array, label: string): HTMLElement {
  const most = 256;
  const each = Math.ceil(values.length / most);
  const bars = Array.from({ length: Math.ceil(values.length / each) }, (_, bar) =>
    values.subarray(bar * each, (bar + 1) * each).reduce((high, value) => Math.max(high, value), 0),
  );
  const drawing = drawn(bars, 'value-bars');
  drawing.setAttribute('role', 'img');
  drawing.removeAttribute('aria-hidden');
  drawing.setAttribute('aria-label', label);
  return axis(drawing, '0', String(values.length - 1));
}

function axis(drawing: SVGSVGElement, low: string, high: string): HTMLElement {
  return element(
    'div',
    { class: 'figure' },
    drawing,
    element('div', { class: 'figure-axis' }, element('span', {}, low), element('span', {}, high)),
  );
}

/** One path, however many bars: thousands of rows are drawn by scrolling. */
function drawn(bars: readonly number[], name: string): SVGSVGElement {
  const highest = bars.reduce((high, bar) => Math.max(high, bar), 0);
  const path = bars
    .map((bar, at) => (bar > 0 ? `M${at} 100h0.85V${(98 * (1 - bar / highest)).toFixed(1)}h-0.85z` : ''))
    .join('');
  return svgElement(
    'svg',
    {
      class: name,
      viewBox: `0 0 ${Math.max(1, bars.length)} 100`,
      preserveAspectRatio: 'none',
      'aria-hidden': 'true',
    },
    svgElement('path', { d: path }),
  );
}
