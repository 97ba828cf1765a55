import type { EvaluationView, FromEvaluationPanel } from '../../extension/evaluationPanel/messages';
import { formatDuration } from '../../extension/format/formatDuration';
import { formatCount, formatShare } from '../../extension/format/formatNumbers';
import { element } from '../components/element';
import { MenuButton } from '../components/menuButton';
import { setProse } from '../components/prose';
import { Button } from '../components/toolkit';

/** The top of the page: of what it is, what it found, and what can be done with it. */
export function heading(view: EvaluationView, post: (message: FromEvaluationPanel) => void): HTMLElement {
  const finding = element('p', { class: 'lead-sentence' });
  setProse(finding, view.finding);
  finding.hidden = view.finding === '';
  const again = new Button({
    ...{ label: 'Evaluate again', icon: 'beaker' },
    onPress: () => post({ type: 'action', action: 'repeat' }),
  });
  again.setEnabled(view.repeatable);
  if (!view.repeatable) again.node.title = 'The checkpoint is no longer there.';
  const more = new MenuButton({
    ...{ label: 'More actions', icon: 'ellipsis' },
    items: () => [
      { label: 'Export as JSON…', onChoose: () => post({ type: 'export', format: 'json' }) },
      { label: 'Export as CSV…', onChoose: () => post({ type: 'export', format: 'csv' }) },
      'separator',
      { label: 'Reveal file', onChoose: () => post({ type: 'action', action: 'reveal' }) },
      { label: 'Open run', onChoose: () => post({ type: 'action', action: 'openRun' }) },
    ],
  });
  return element(
    'header',
    { class: 'head' },
    element('div', { class: 'head-title' }, element('h1', {}, view.title), element('span', {}, place(view))),
    element('div', { class: 'head-actions', role: 'group', 'aria-label': 'Actions' }, again.node, more.node),
    element('ul', { class: 'facts' }, ...facts(view).map((fact) => element('li', {}, fact))),
    finding,
  );
}

/** "step 702 · epoch 12 · best checkpoint". */
function place({ record, epoch, best }: EvaluationView): string {
  return [
    `step ${formatCount(record.step)}`,
    ...(epoch === null ? [] : [`epoch ${Number(epoch.toFixed(1))}`]),
    ...(best ? ['best checkpoint'] : []),
  ].join(' · ');
}

function facts({ record, made }: EvaluationView): string[] {
  const { dataset, chance, seconds, device } = record;
  const threads = device.threads === 1 ? '1 thread' : `${device.threads} threads`;
  return [
    dataset.name,
    `fitted to ${formatCount(dataset.trainImages)} images, judged on ${formatCount(dataset.testImages)}`,
    chance === null ? 'no labels' : `chance ${formatShare(chance)}`,
    `${made}, in ${formatDuration(seconds)}`,
    device.threads > 0 ? `${device.backend} · ${threads}` : device.backend,
  ];
}
