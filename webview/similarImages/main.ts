import type { FromSimilar, ToSimilar } from '../../extension/similarImages/messages';
import './similarImages.css';
import { SimilarPage, type SimilarState } from './similarPage';

const editor = acquireVsCodeApi<SimilarState>();
const page = new SimilarPage({
  post: (message: FromSimilar) => editor.postMessage(message),
  setState: (state) => editor.setState(state),
});
document.body.prepend(page.node);
window.addEventListener('message', ({ data }: MessageEvent<ToSimilar>) => page.receive(data));
editor.postMessage({ type: 'ready' } satisfies FromSimilar);
