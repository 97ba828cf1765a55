import type { FromStudio, ToStudio } from '../../extension/augmentationStudio/messages';
import { StudioPage } from './studioPage';
import type { StudioState } from './studioState';
import './augmentationStudio.css';

const editor = acquireVsCodeApi<StudioState>();
const page = new StudioPage({
  post: (message: FromStudio) => editor.postMessage(message),
  getState: () => editor.getState(),
  setState: (state) => editor.setState(state),
});
document.body.prepend(page.node);
window.addEventListener('message', ({ data }: MessageEvent<ToStudio>) => page.receive(data));
editor.postMessage({ type: 'ready' } satisfies FromStudio);
