import type { FromRunPanel, ToRunPanel } from '../../extension/runPanel/messages';
import type { PanelState } from './panelState';
import { RunPanel } from './runPanel';
import './runPanel.css';

const editor = acquireVsCodeApi<PanelState>();
const panel = new RunPanel({
  post: (message: FromRunPanel) => editor.postMessage(message),
  getState: () => editor.getState(),
  setState: (state) => editor.setState(state),
});
document.body.prepend(panel.node);
window.addEventListener('message', ({ data }: MessageEvent<ToRunPanel>) => panel.receive(data));
editor.postMessage({ type: 'ready' } satisfies FromRunPanel);
