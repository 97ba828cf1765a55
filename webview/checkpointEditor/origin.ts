import type { CheckpointView } from '../../extension/checkpointEditor/messages';
import { DataTable } from '../components/dataTable';
import { element } from '../components/element';

/** What made the file, as far as it says; null where it says nothing. */
export function originSection({ origin, configText, metadata }: CheckpointView): HTMLElement | null {
  if (origin.length === 0 && metadata.length === 0) return null;
  const table = new DataTable();
  table.node.classList.add('plain');
  table.update({ caption: '', columns: ['', ''], rows: [...origin, ...metadata] });
  return element(
    'section',
    { class: 'box origin', 'aria-labelledby': 'origin-title' },
    element('h2', { id: 'origin-title' }, 'What made it'),
    table.node,
    ...(configText === null
      ? []
      : [
          element(
            'details',
            { class: 'whole' },
            element('summary', {}, 'The whole configuration'),
            element(
              'pre',
              { class: 'code', tabindex: 0, role: 'group', 'aria-label': 'The whole configuration as JSON' },
              configText,
            ),
          ),
        ]),
  );
}
