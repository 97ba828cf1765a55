import type { FromStudyPanel, ToStudyPanel } from '../../extension/studyPanel/messages';
import { pageState, type PageState } from './pageState';
import { StudyPage } from './studyPage';
import './studyPanel.css';

const editor = acquireVsCodeApi<PageState>();
const page = new StudyPage(
  {
    post: (message: FromStudyPanel) => editor.postMessage(message),
    setState: (state) => editor.setState(state),
  },
  pageState(editor.getState()),
);
document.body.prepend(page.node);
window.addEventListener('message', ({ data }: MessageEvent<ToStudyPanel>) => page.receive(data));
editor.postMessage({ type: 'ready' } satisfies FromStudyPanel);
