import type { VectorActivations } from '../../extension/checkpointEditor/featureMapsMessages';
import { formatCount, formatShare } from '../../extension/format/formatNumbers';
import { element, setText, svgElement } from '../components/element';
import { formatValue } from '../format/formatValue';

/** Numbers that the text beneath names. */
const mostNamed = 5;

/**
 * The numbers of h or z as bars up and down from zero. The pointer, or the arrow keys, read them one by one.
 * @param title what they are.
 */
export function vectorStrip(title: string, vector: VectorActivations): HTMLElement {
  const { values, zeros, mean, min, max } = vector;
  const [low, high] = [Math.min(0, min), Math.max(0, max)];
  // A vector of zeros is drawn as a line.
  const height = high - low || 1;
  const y = (value: number) => (100 * (high - value)) / height;
  const cursor = svgElement('rect', { class: 'strip-cursor', y: 0, width: 1, height: 100, x: -1 });
  const drawing = svgElement(
    'svg',
    { viewBox: `0 0 ${values.length} 100`, preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    cursor,
    svgElement('path', {
      d: values
        .map((value, at) =>
          value === 0 ? '' : `M${at} ${y(0).toFixed(2)}h0.85V${y(value).toFixed(2)}h-0.85z`,
        )
        .join(''),
    }),
    svgElement('path', { class: 'strip-zero', d: `M0 ${y(0).toFixed(2)}H${values.length}` }),
  );
  const strip = element(
    'div',
    {
      ...{ class: 'strip', role: 'slider', tabindex: 0, 'aria-label': `Numbers of ${title}` },
      ...{ 'aria-valuemin': 0, 'aria-valuemax': values.length - 1 },
    },
    drawing,
  );
  const readout = element('p', { class: 'quiet strip-readout', 'aria-hidden': 'true' });
  let at = -1;
  const look = (place: number) => {
    at = Math.min(values.length - 1, Math.max(0, place));
    const text = `${at}: ${formatValue('number', values[at])}`;
    cursor.setAttribute('x', String(at));
    strip.setAttribute('aria-valuenow', String(at));
    strip.setAttribute('aria-valuetext', text);
    setText(readout, text);
  };
  strip.addEventListener('pointermove', ({ clientX }) => {
    const { left, width } = strip.getBoundingClientRect();
    look(Math.floor(((clientX - left) / width) * values.length));
  });
  strip.addEventListener('keydown', (event) => {
    const places: Readonly<Record<string, number>> = {
      ...{ ArrowLeft: at - 1, ArrowRight: at + 1, ArrowDown: at - 1, ArrowUp: at + 1 },
      ...{ Home: 0, End: values.length - 1 },
    };
    const place = places[event.key];
    if (place === undefined) return;
    event.preventDefault();
    look(place);
  });
  look(strongest(values)[0] ?? 0);
  const share = zeros > 0 ? `${formatShare(zeros)} are zero; ` : '';
  const named = strongest(values)
    .slice(0, mostNamed)
    .map((place) => `${place} (${formatValue('number', values[place])})`);
  return element(
    'li',
    { class: 'stage' },
    element(
      'h3',
      {},
      title,
      element('span', { class: 'stage-size' }, `${formatCount(values.length)} numbers`),
    ),
    element(
      'p',
      { class: 'quiet' },
      `${share}mean ${formatValue('number', mean)}, from ${formatValue('number', min)} to ${formatValue('number', max)}. The farthest from zero: ${named.join(', ')}.`,
    ),
    strip,
    readout,
  );
}

/** Places of the numbers, the farthest from zero first. */
function strongest(values: readonly number[]): number[] {
  const size = (place: number) => Math.abs(values[place] ?? 0);
  return [...values.keys()].sort((a, b) => size(b) - size(a));
}
