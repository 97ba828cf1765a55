import type { FromEmbeddingPanel, ToEmbeddingPanel } from '../../extension/embeddingPanel/messages';
import { EmbeddingPanel } from './embeddingPanel';
import './embeddingPanel.css';
import type { PanelState } from './panelState';

const editor = acquireVsCodeApi<PanelState>();
const panel = new EmbeddingPanel({
  post: (message: FromEmbeddingPanel) => editor.postMessage(message),
  getState: () => editor.getState(),
  setState: (state) => editor.setState(state),
});
document.body.prepend(panel.node);
window.addEventListener('message', ({ data }: MessageEvent<ToEmbeddingPanel>) => panel.receive(data));
editor.postMessage({ type: 'ready' } satisfies FromEmbeddingPanel);
