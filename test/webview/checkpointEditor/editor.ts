/**
 * Plays the editor to the page of a checkpoint: `?file=run&theme=dark`. `run`: of a run, with dead channels and NaN;
 * `bare`: of a run of which nothing is known; `untrusted`: without pictures; `other`: of another program; `large`: 3,000 tensors; `empty`, `broken`.
 */
import type {
  CheckpointView,
  FromCheckpointPage,
  LineStatistics,
  TensorLine,
  ToCheckpointPage,
} from '../../../extension/checkpointEditor/messages';
import { ntXent } from '../harness/ntXent';
import { playEditor } from '../harness/playEditor';
import { knownMessages, neighboursOf, picturesOf } from './known';

const name = new URLSearchParams(location.search).get('file') ?? '';
const ofRun = ['run', 'bare', 'untrusted'].includes(name);

const shapes: readonly (readonly [string, readonly number[]])[] =
  name === 'large'
    ? Array.from({ length: 3000 }, (_, at) => [`blocks.${Math.floor(at / 6)}.part${at % 6}.weight`, [64, 64]])
    : name === 'empty'
      ? []
      : [
          ['encoder.conv1.weight', [3, 3, 3, 16]],
          ['encoder.bn1.weight', [16]],
          ['encoder.layer1.0.conv1.weight', [3, 3, 16, 16]],
          ['encoder.layer1.0.bn1.weight', [16]],
          ['encoder.layer1.0.bn1.bias', [16]],
          ['head.0.weight', [64, 128]],
          ['__proto__', [1]],
          ['<b>bold</b>', [2, 2]],
          ['optimizer.encoder.conv1.weight', [3, 3, 3, 16]],
        ];
const tensors: readonly TensorLine[] = shapes.map(([tensor, shape]) => {
  const count = shape.reduce((product, size) => product * size, 1);
  return { name: tensor, type: 'F32', shape, count, bytes: 4 * count };
});

function statistics({ name: tensor, count, shape }: TensorLine, at: number): LineStatistics {
  const bins = Array.from({ length: 64 }, (_, bin) => Math.round(1000 * Math.exp(-(((bin - 32) / 12) ** 2))));
  return {
    ...{ count, nan: tensor === 'head.0.weight' ? 3 : 0, infinite: 0, zeros: 0, norm: 1.25 + at },
    range: { min: -0.41, max: 0.39, mean: 0.00012, deviation: 0.071 },
    histogram: bins,
    channels:
      shape.length < 2
        ? null
        : {
            count: shape.at(-1) ?? 0,
            ...(at === 2 ? { dead: 2, zero: [3, 7] } : { dead: 0, zero: [] }),
            constant: [],
          },
  };
}

const view: CheckpointView = {
  path: '/work/.simclr/runs/a/checkpoints/step-00000240.safetensors',
  name: 'step-00000240.safetensors',
  ...{ bytes: 748_152, tensors, tensorCount: tensors.length },
  summary: `Checkpoint of SimCLR at step 240 of 480: ${tensors.length} tensors, 11,234 numbers (F32), 748 KB.`,
  origin: ofRun
    ? [
        ['Training', '3 min 2 s, seed 0'],
        ['Encoder', 'ResNet-8, nonlinear'],
      ]
    : [],
  configText: ofRun ? '{\n  "epochs": 12\n}' : null,
  metadata: name === 'other' ? [['format', 'pt']] : [],
  run: !ofRun
    ? null
    : {
        ...{ title: 'quick-shapes', step: 240 },
        loss: ntXent,
        refusals: { resume: 'The run is running: it goes on from here by itself.' },
        others: [{ step: 480, path: '/work/.simclr/runs/a/checkpoints/step-00000480.safetensors' }],
      },
};

const editor = playEditor<FromCheckpointPage, ToCheckpointPage>((message) => {
  switch (message.type) {
    case 'ready':
      editor.send({
        type: 'settings',
        settings: { smoothing: 0, xAxis: 'step', logarithmic: [], tables: [] },
      });
      if (name === 'broken') {
        editor.send({ type: 'failed', message: '/work/a.safetensors is not a usable safetensors file.' });
        return;
      }
      editor.send({ type: 'checkpoint', view });
      sendCurves();
      if (name === 'run') sendFilters();
      for (const told of knownMessages(name)) editor.send(told);
      editor.send({
        type: 'statistics',
        found: tensors.map((tensor, index) => ({ index, statistics: statistics(tensor, index) })),
        ...{ done: 1, total: 1 },
      });
      return;
    case 'channels':
      editor.send({ type: 'channels', index: message.index, norms: Float64Array.of(1, 2, 0, 3) });
      return;
    case 'neighbours':
      editor.send(neighboursOf(message.turn));
      return;
    case 'thumbnails':
      editor.send(picturesOf(message.ids));
      return;
    case 'compare':
      editor.send({ type: 'comparing', name: 'step-00000480.safetensors', failure: null });
      editor.send({
        type: 'compared',
        name: 'step-00000480.safetensors',
        names: { onlyHere: 1, onlyThere: 0, reshaped: 0 },
        found: [
          { index: 0, difference: { change: 0.1, distance: 0.3, norm: 3, cosine: 0.99, skipped: 0 } },
          { index: 5, difference: { change: 0.4, distance: 4, norm: 10, cosine: 0.81, skipped: 3 } },
          { index: 1, difference: { change: 0, distance: 0, norm: 4, cosine: 1, skipped: 0 } },
          { index: 8, difference: { change: 0.9, distance: 9, norm: 10, cosine: 0.5, skipped: 0 } },
        ],
        ...{ done: 4, total: 4, share: 1 },
      });
      return;
  }
});

function sendCurves(): void {
  const of = (value: (at: number) => number) => Float64Array.from({ length: 25 }, (_, at) => value(at));
  const part = (value: (at: number) => number) => ({
    ...{ from: 0, step: of((at) => 10 * at), epoch: of((at) => at / 4), time: of((at) => at) },
    ...{ value: of(value), smooth: new Float64Array(0) },
  });
  const parts = { loss: part((at) => 5.5 - at / 20), 'probe.h': part((at) => 0.1 + at / 60) };
  editor.send({ type: 'series', parts, latest: { loss: 4.3, 'probe.h': 0.5 } });
}

function sendFilters(): void {
  const pixels = Uint8ClampedArray.from({ length: 16 * 9 * 4 }, (_, at) =>
    at % 4 === 3 ? 255 : (at * 53) % 256,
  );
  const size = { width: 3, height: 3, shown: 16, count: 16 };
  editor.send({ type: 'filters', filters: { name: 'encoder.conv1.weight', ...size, pixels } });
}
