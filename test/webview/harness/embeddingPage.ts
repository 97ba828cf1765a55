/**
 * Plays the editor to the embedding panel: `?scenario=finished&theme=dark`, with `&show=800` for a checkpoint chosen in
 * the tree, `&slow=1` for an engine that never comes to an end. The panel's own script is loaded after this one.
 */
import type { FromEmbeddingPanel, ToEmbeddingPanel } from '../../../extension/embeddingPanel/messages';
import {
  embeddingScenarios,
  imagesOf,
  judgementOf,
  knowledge,
  matrixOf,
  runViewOf,
  thumbnailsOf,
} from './embeddingScenarios';
import { playEditor, type PlayedEditor } from './playEditor';

/** What tests reach into the page by. */
export type EmbeddingHarness = PlayedEditor<FromEmbeddingPanel, ToEmbeddingPanel>;

declare global {
  interface Window {
    embeddings: EmbeddingHarness;
  }
}

const query = new URLSearchParams(location.search);
const scenario = embeddingScenarios[query.get('scenario') ?? ''];
const computed: number[] = [];
const harness: EmbeddingHarness = playEditor<FromEmbeddingPanel, ToEmbeddingPanel>(answer);
window.embeddings = harness;

function answer(message: FromEmbeddingPanel): void {
  if (scenario === undefined) return;
  switch (message.type) {
    case 'ready':
      sendRun(query.has('show') ? Number(query.get('show')) : null);
      harness.send({ type: 'knowledge', steps: knowledge });
      return;
    case 'load':
      harness.send({
        ...{ type: 'embeddings', step: message.step, images: imagesOf(scenario), sampledOf: null },
        h: matrixOf(scenario, message.step, 'h'),
        z: matrixOf(scenario, message.step, 'z'),
      });
      return;
    case 'thumbnails':
      harness.send({ type: 'thumbnails', ...thumbnailsOf(message.ids) });
      return;
    case 'compute':
    case 'judge': {
      const { type: kind, step } = message;
      harness.send({ type: 'work', work: { kind, step, phase: 'Embedding', done: 120, total: 300 } });
      if (query.has('slow')) return;
      setTimeout(() => {
        if (kind === 'compute') computed.push(step);
        else harness.send({ type: 'judgement', step, judgement: judgementOf(scenario) });
        harness.send({ type: 'work', work: null });
        if (kind === 'compute') sendRun(null);
      }, 30);
      return;
    }
    case 'cancel':
      harness.send({ type: 'work', work: null });
      return;
    case 'evaluate':
    case 'openRun':
    case 'export':
    case 'exportMatrix':
      return;
  }
}

function sendRun(show: number | null): void {
  if (scenario !== undefined) harness.send({ type: 'run', run: runViewOf(scenario, computed), show });
}
