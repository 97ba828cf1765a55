import type { CheckpointAction, CheckpointView } from '../../extension/checkpointEditor/messages';
import { element } from '../components/element';
import { setProse } from '../components/prose';
import { Button } from '../components/toolkit';
import type { IconName } from '../components/iconNames.mjs';

const actions: readonly { action: CheckpointAction; label: string; icon: IconName; ofRun: boolean }[] = [
  { action: 'resume', label: 'Resume from here', icon: 'debug-continue', ofRun: true },
  { action: 'evaluate', label: 'Evaluate…', icon: 'beaker', ofRun: true },
  { action: 'embeddings', label: 'Compare h and z', icon: 'diff', ofRun: true },
  { action: 'export', label: 'Export…', icon: 'export', ofRun: true },
  { action: 'openRun', label: 'Open run', icon: 'play', ofRun: true },
  { action: 'copyPath', label: 'Copy path', icon: 'copy', ofRun: false },
  { action: 'reveal', label: 'Reveal file', icon: 'folder-opened', ofRun: false },
];

/** The top of the page: what the file is, and what can be done with it. */
export function heading(view: CheckpointView, onAction: (action: CheckpointAction) => void): HTMLElement {
  const summary = element('p', { class: 'summary' });
  setProse(summary, view.summary);
  const { run } = view;
  const buttons = actions
    .filter(({ ofRun }) => !ofRun || run !== null)
    .map(({ action, label, icon }) => {
      const button = new Button({ label, icon, onPress: () => onAction(action) });
      const refusal = run?.refusals[action];
      button.setEnabled(refusal === undefined);
      if (refusal !== undefined) button.node.title = refusal;
      return button.node;
    });
  return element(
    'header',
    { class: 'head' },
    element('h1', {}, run === null ? view.name : `${run.title}, step ${run.step.toLocaleString('en-US')}`),
    summary,
    element('div', { class: 'head-actions', role: 'group', 'aria-label': 'Actions' }, ...buttons),
  );
}
