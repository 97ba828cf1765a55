import type { FromComparePanel, ToComparePanel } from '../../extension/comparePanel/messages';
import { ComparePanel } from './comparePanel';
import type { CompareState } from './compareState';
import './comparePanel.css';

const editor = acquireVsCodeApi<CompareState>();
const panel = new ComparePanel({
  post: (message: FromComparePanel) => editor.postMessage(message),
  getState: () => editor.getState(),
  setState: (state) => editor.setState(state),
});
document.body.prepend(panel.node);
window.addEventListener('message', ({ data }: MessageEvent<ToComparePanel>) => panel.receive(data));
panel.begin();
