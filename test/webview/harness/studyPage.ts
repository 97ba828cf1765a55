/** Plays the editor to the panel of a study: `?scenario=running&theme=dark`. The panel's own script is loaded after this one. */
import type { FromStudyPanel, ToStudyPanel } from '../../../extension/studyPanel/messages';
import { playEditor, type PlayedEditor } from './playEditor';
import { studyScenarios } from './studyScenarios';

/** What tests reach into the page by. */
export interface StudyHarness extends PlayedEditor<FromStudyPanel, ToStudyPanel> {
  /** Shows another scenario, as if the study had come so far. */
  become(scenario: string): void;
}

declare global {
  interface Window {
    studyHarness: StudyHarness;
  }
}

const query = new URLSearchParams(location.search);
const harness: StudyHarness = Object.assign(
  playEditor<FromStudyPanel, ToStudyPanel>(({ type }) => {
    if (type === 'ready') become(query.get('scenario') ?? '');
  }),
  { become },
);
window.studyHarness = harness;

function become(name: string): void {
  const view = studyScenarios[name]?.();
  if (view !== undefined) harness.send({ type: 'study', view });
  if (name === 'gone') harness.send({ type: 'gone', message: 'The study “mine” is gone. Close this panel.' });
}
