import type { FromCheckpointPage, ToCheckpointPage } from '../../extension/checkpointEditor/messages';
import './checkpointEditor.css';
import { CheckpointPage } from './checkpointPage';
import type { PageState } from './pageState';

const editor = acquireVsCodeApi<PageState>();
const page = new CheckpointPage({
  post: (message: FromCheckpointPage) => editor.postMessage(message),
  getState: () => editor.getState(),
  setState: (state) => editor.setState(state),
});
document.body.prepend(page.node);
window.addEventListener('message', ({ data }: MessageEvent<ToCheckpointPage>) => page.receive(data));
editor.postMessage({ type: 'ready' } satisfies FromCheckpointPage);
