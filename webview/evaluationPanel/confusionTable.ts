import { formatCount, formatShare } from '../../extension/format/formatNumbers';
import { element } from '../components/element';

/**
 * A confusion matrix as a table whose cells are shaded by their share of the row: right answers in the colour of the
 * representation, mistakes in that of errors.
 */
export function confusionTable(
  on: 'h' | 'z',
  confusion: readonly (readonly number[])[],
  classes: readonly string[],
): HTMLElement {
  const name = (label: number) => classes[label] ?? String(label);
  const corner = element('td', { class: 'corner' });
  const heads = confusion.map((_, label) =>
    element('th', { scope: 'col', title: name(label) }, element('span', {}, name(label))),
  );
  const rows = confusion.map((row, actual) => {
    const of = row.reduce((sum, count) => sum + count, 0);
    const cells = row.map((count, predicted) => {
      const share = of === 0 ? 0 : count / of;
      const cell = element(
        'td',
        {
          class: [actual === predicted ? 'right' : 'wrong', count === 0 ? 'none' : ''].join(' ').trim(),
          title: said(count, of, share, name(actual), actual === predicted ? null : name(predicted)),
        },
        formatCount(count),
      );
      cell.style.setProperty('--share', share.toFixed(3));
      return cell;
    });
    return element('tr', {}, element('th', { scope: 'row', title: name(actual) }, name(actual)), ...cells);
  });
  return element(
    'div',
    { class: 'confusion-scroll', tabindex: 0, role: 'region', 'aria-label': `Confusion matrix on ${on}` },
    element(
      'table',
      { class: `confusion-table on-${on}` },
      element('caption', { class: 'visually-hidden' }, `Test images by true and predicted class, on ${on}`),
      element('thead', {}, element('tr', {}, corner, ...heads)),
      element('tbody', {}, ...rows),
    ),
  );
}

function said(count: number, of: number, share: number, actual: string, predicted: string | null): string {
  const images = `${formatCount(count)} of ${formatCount(of)} images of ${actual} (${formatShare(share)})`;
  return predicted === null ? `${images} are told right` : `${images} are taken for ${predicted}`;
}
