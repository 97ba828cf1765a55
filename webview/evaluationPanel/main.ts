import type { FromEvaluationPanel, ToEvaluationPanel } from '../../extension/evaluationPanel/messages';
import { EvaluationPanel } from './evaluationPanel';
import './evaluationPanel.css';
import type { PanelState } from './panelState';

const editor = acquireVsCodeApi<PanelState>();
const panel = new EvaluationPanel({
  post: (message: FromEvaluationPanel) => editor.postMessage(message),
  getState: () => editor.getState(),
  setState: (state) => editor.setState(state),
});
document.body.prepend(panel.node);
window.addEventListener('message', ({ data }: MessageEvent<ToEvaluationPanel>) => panel.receive(data));
editor.postMessage({ type: 'ready' } satisfies FromEvaluationPanel);
