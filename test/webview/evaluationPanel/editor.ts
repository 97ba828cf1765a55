/** Plays the editor to the page of an evaluation: `?evaluation=shapes&theme=dark`; `gone` is one that was deleted. */
import type { FromEvaluationPanel, ToEvaluationPanel } from '../../../extension/evaluationPanel/messages';
import { playEditor } from '../harness/playEditor';
import { evaluations } from './evaluations';

const name = new URLSearchParams(location.search).get('evaluation') ?? '';
const editor = playEditor<FromEvaluationPanel, ToEvaluationPanel>(({ type }) => {
  if (type !== 'ready') return;
  const view = evaluations[name];
  if (view !== undefined) editor.send({ type: 'evaluation', view });
  if (name === 'gone') editor.send({ type: 'gone', message: 'The evaluation /work/e.json is gone.' });
});
