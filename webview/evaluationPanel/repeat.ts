import type { EvaluationView, FromEvaluationPanel } from '../../extension/evaluationPanel/messages';
import { formatCount } from '../../extension/format/formatNumbers';
import { DataTable } from '../components/dataTable';
import { element } from '../components/element';
import { Button } from '../components/toolkit';

/** How to make the evaluation again, and everything that decides its numbers. */
export function repeat(view: EvaluationView, post: (message: FromEvaluationPanel) => void): HTMLElement[] {
  const { record, command, path } = view;
  const { request, dataset, device, versions } = record;
  const copy = new Button({
    ...{ label: 'Copy command', icon: 'copy', kind: 'icon' },
    onPress: () => post({ type: 'action', action: 'copy' }),
  });
  const table = new DataTable();
  table.update({
    caption: 'What decides the numbers',
    columns: ['', ''],
    rows: [
      ['seed', String(request.seed)],
      ['images of a split, at most', formatCount(request.maxImages)],
      ['data set', `${dataset.name}, ${dataset.imageSize} × ${dataset.imageSize} pixels`],
      ['its fingerprint', dataset.fingerprint],
      ['device', device.detail],
      ...Object.entries(versions).map(([name, version]) => [name, version]),
      ['file', path],
    ],
  });
  return [
    element(
      'div',
      { class: 'command' },
      element('pre', { tabindex: 0, 'aria-label': 'Command' }, element('code', {}, command)),
      copy.node,
    ),
    table.node,
  ];
}
