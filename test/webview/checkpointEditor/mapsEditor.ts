/**
 * Plays the editor to the page of a run's checkpoint, and answers with feature maps: `?answer=maps&theme=dark`. "linear":
 * without a head, and large stages; "busy" comes to no end; "failed" refuses; "other": the file is not of a run.
 */
import type {
  FeatureImage,
  FeatureMaps,
  StageMaps,
} from '../../../extension/checkpointEditor/featureMapsMessages';
import type { FromCheckpointPage, ToCheckpointPage } from '../../../extension/checkpointEditor/messages';
import { ntXent } from '../harness/ntXent';
import { playEditor } from '../harness/playEditor';

const kind = new URLSearchParams(location.search).get('answer') ?? 'maps';
const file = '/home/ada/photos/a-cat.jpg';

/** Circles and stripes, another for each channel. */
function stage(name: string, side: number, channels: number): StageMaps<Uint8Array> {
  const shown = Math.min(32, channels);
  const pixels = Uint8Array.from({ length: shown * side ** 2 }, (_, at) => {
    const [place, y, x] = [Math.floor(at / side ** 2), Math.floor(at / side) % side, at % side];
    if (place === 31) return 0;
    const far = Math.hypot(x - side / 2, y - side / 2) / side;
    return place % 2 === 0 ? Math.max(0, 255 * (1 - 2.5 * Math.abs(far - place / 70))) : (x * place) % 256;
  });
  const maps = Array.from({ length: shown }, (_, place) => ({
    ...{ channel: (7 * place) % channels, mean: place === 31 ? 0 : 1 / (place + 1) },
    max: place === 31 ? 0 : 3.5,
  }));
  return { name, side, channels, zeros: 0.4738, mean: 0.218, max: 3.5, maps, shownSide: side, pixels };
}

const vector = (length: number, low: number) => {
  const values = Array.from({ length }, (_, at) => Math.sin(at * at) * (1 - low) + (1 + low));
  return { zeros: 0, mean: 1 + low, min: 2 * low, max: 2, values };
};

function mapsOf(image: FeatureImage): FeatureMaps<Uint8Array> {
  const large = kind === 'linear';
  const side = large ? 96 : 32;
  const sides = large ? [96, 48, 24] : [32, 32, 16, 8];
  return {
    name: 'path' in image ? image.path : `test/${image.index}`,
    class: 'path' in image ? null : 'star',
    next: 'path' in image ? null : image.index + 37,
    ...{ side, pixels: Uint8Array.from({ length: side * side * 3 }, (_, at) => (at * at) % 251) },
    stages: sides.map((each, at) => stage(at === 0 ? 'stem' : `layer${at}`, each, 16 * 2 ** at)),
    h: vector(large ? 2048 : 64, 0),
    z: large ? null : vector(32, -1),
  };
}

const editor = playEditor<FromCheckpointPage, ToCheckpointPage>((message) => {
  if (message.type === 'ready') {
    editor.send({ type: 'settings', settings: { smoothing: 0, xAxis: 'step', logarithmic: [], tables: [] } });
    editor.send({
      type: 'checkpoint',
      view: {
        ...{ path: '/work/step-00000240.safetensors', name: 'step-00000240.safetensors', bytes: 748_152 },
        ...{ tensors: [], tensorCount: 0, summary: 'Checkpoint of SimCLR at step 240 of 480.' },
        ...{ origin: [], configText: null, metadata: [] },
        run:
          kind === 'other'
            ? null
            : { title: 'quick-shapes', step: 240, loss: ntXent, refusals: {}, others: [] },
      },
    });
  }
  if (message.type === 'cancelMaps') {
    editor.send({ type: 'mapsFailed', image: { index: 0 }, message: 'This was cancelled.' });
  }
  if (message.type === 'maps') answer(message.image ?? { path: file });
});

function answer(image: FeatureImage): void {
  editor.send({ type: 'mapsWorking', image, text: 'Decoding 120 of 300 images…', share: 0.4 });
  if (kind === 'busy') return;
  if (kind === 'failed') {
    const message = `data.source "photos" does not exist: /work/photos was looked for, and /work is the last part of it that exists.`;
    editor.send({ type: 'mapsFailed', image, message });
  } else editor.send({ type: 'mapsShown', image, maps: mapsOf(image) });
}
