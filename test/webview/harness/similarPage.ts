/**
 * Plays the editor to the page of similar images: `?scenario=found&theme=dark`; "records" finds images without files of
 * their own, "busy" comes to no end, "failed" finds nothing. The panel's own script is loaded after this one.
 */
import type { FromSimilar, SimilarQuery, ToSimilar } from '../../../extension/similarImages/messages';
import { playEditor, type PlayedEditor } from './playEditor';

/** What tests reach into the page by. */
export type SimilarHarness = PlayedEditor<FromSimilar, ToSimilar>;

declare global {
  interface Window {
    similarHarness: SimilarHarness;
  }
}

const scenario = new URLSearchParams(location.search).get('scenario') ?? 'found';
const side = 16;
let query: SimilarQuery = {
  ...{ checkpoint: '/runs/first/checkpoints/step-00000100.safetensors', model: 'first, step 100' },
  ...{ images: '/home/ada/photos', image: { path: '/home/ada/photos/query.jpg' } },
  ...{ space: 'h', neighbours: 20 },
};
const harness: SimilarHarness = playEditor<FromSimilar, ToSimilar>(answer);
window.similarHarness = harness;

function answer(message: FromSimilar): void {
  if (message.type === 'space') query = { ...query, space: message.space };
  if (message.type === 'neighbours') query = { ...query, neighbours: message.neighbours };
  if (message.type === 'cancel') {
    harness.send({ type: 'failed', message: 'The search was cancelled.' });
  } else if (message.type !== 'open' && message.type !== 'reveal') send();
}

function send(): void {
  harness.send({ type: 'query', query });
  if (scenario === 'busy') {
    harness.send({ type: 'working', text: 'Embedding 120 of 300 images…', share: 0.4 });
    return;
  }
  if (scenario === 'failed') {
    harness.send({ type: 'failed', message: '/home/ada/photos holds no image: name another folder' });
    return;
  }
  const count = query.neighbours;
  const pictures = Uint8Array.from(
    { length: (count + 1) * side * side * 3 },
    (_, i) => ((Math.floor(i / (side * side * 3)) * 37) % 200) + 20 * (i % 3),
  );
  harness.send({
    ...{ type: 'found', compared: 1200, side, pictures: pictures.buffer },
    leftOut: '/home/ada/photos/bad.jpg is empty; it is left out.',
    neighbours: Array.from({ length: count }, (_, i) => ({
      id: `cats/a-rather-long-name-${String(i)}.jpg`,
      path: scenario === 'records' ? null : `/home/ada/photos/cats/${String(i)}.jpg`,
      ...{ class: 'cats', similarity: 0.99 - 0.01 * i },
    })),
  });
}
