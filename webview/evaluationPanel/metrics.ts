import type { RepresentationMetrics } from '../../extension/evaluationPanel/messages';
import { element } from '../components/element';
import { formatValue } from '../format/formatValue';

interface Line {
  readonly name: string;
  readonly explanation: string;
  readonly write: (of: RepresentationMetrics) => string;
}

const number = (value: number | null) => (value === null ? '–' : formatValue('number', value));

/** A line for every number of the record. */
const lines: readonly Line[] = [
  {
    name: 'alignment',
    explanation:
      'mean squared distance of the two views of an image; lower: views are told to belong together',
    write: ({ alignment }) => number(alignment),
  },
  {
    name: 'uniformity',
    explanation: 'how evenly images spread over the sphere; lower: more evenly',
    write: ({ uniformity }) => number(uniformity),
  },
  {
    name: 'effective rank',
    explanation: 'how many dimensions are in use (RankMe); far below the size: collapsed to a few',
    write: ({ rank, largestRank }) => `${rank.toFixed(1)} of ${largestRank}`,
  },
  {
    name: 'distance within a class',
    explanation: 'mean squared distance of two images of one class',
    write: ({ intraClass }) => number(intraClass),
  },
  {
    name: 'distance between classes',
    explanation: 'the same for two images of different classes; higher than within: classes lie apart',
    write: ({ interClass }) => number(interClass),
  },
];

/** The section of how images lie to one another. */
export function metrics({
  h,
  z,
}: {
  readonly h: RepresentationMetrics;
  readonly z: RepresentationMetrics;
}): HTMLElement[] {
  const rows = lines.map(({ name, explanation, write }) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, name),
      element('td', {}, write(h)),
      element('td', {}, write(z)),
      element('td', { class: 'explanation' }, explanation),
    ),
  );
  const head = (text: string, name = '') => element('th', { scope: 'col', class: name }, text);
  return [
    element(
      'table',
      { class: 'data-table metrics' },
      element('caption', { class: 'visually-hidden' }, 'Geometry of the representations'),
      element(
        'thead',
        {},
        element('tr', {}, head('measure'), head('h', 'of-h'), head('z', 'of-z'), head('')),
      ),
      element('tbody', {}, ...rows),
    ),
  ];
}
