import { expect, it, vi } from 'vitest';
import type { CancellationToken } from 'vscode';
import { augmentSchema } from '../../../engine/config/augmentation';
import type { ReceivedStudio, StudioDescription } from '../../../engine/protocol/studioProtocol';
import type { ToolProgress } from '../../../engine/protocol/toolProtocol';
import type { StudioAsk, ToStudio } from '../../../extension/augmentationStudio/messages';
import { StudioSession, type SessionContext } from '../../../extension/augmentationStudio/studioSession';

vi.mock('vscode', async () => ({
  ...(await import('../fakeVscode')),
  workspace: { isTrusted: true },
  ProgressLocation: {},
  CancellationTokenSource: (await import('vscode-jsonrpc')).CancellationTokenSource,
}));

const described: StudioDescription = {
  ...{ name: 'photos', path: '/photos', imageSize: 8, count: 2, thumbnailSize: 1, thumbnails: 'AAAAAAAA' },
  choices: [
    { id: 'a.png', label: null },
    { id: 'b.png', label: null },
  ],
};
const ask: StudioAsk = {
  ...{ augment: augmentSchema.parse({}), seed: 4, epoch: 0, image: { id: 'a.png' }, other: { id: 'b.png' } },
  ...{ branch: 0, views: 1, pairs: 0, alone: [], aloneViews: 0, histograms: false, packed: true },
};

function session() {
  const posted: ToStudio[] = [];
  const asked: { seed: number; token: CancellationToken; answer: (drawing: ReceivedStudio) => void }[] = [];
  const tool = {
    openStudio: vi.fn((_params: unknown, _token: CancellationToken, progress: (of: ToolProgress) => void) => {
      progress({ phase: 'decoding', done: 10, total: 40 });
      return Promise.resolve(described);
    }),
    drawStudio: vi.fn(
      ({ source }: { source: { seed: number } }, token: CancellationToken) =>
        new Promise<ReceivedStudio>((answer) => asked.push({ seed: source.seed, token, answer })),
    ),
    measureShortcut: vi.fn(() => Promise.reject(new Error('The engine ended.\nMore of it.'))),
  };
  const store = { get: () => undefined, refresh: () => Promise.resolve(), runsFolder: '/runs' };
  const log = { warn: vi.fn(), debug: vi.fn() };
  const context = {
    ...{ services: { tool, store, log }, folder: '/work' },
    post: (message: ToStudio) => posted.push(message),
  };
  const made = new StudioSession(
    { kind: 'dataset', source: '/work/photos' },
    null,
    context as unknown as SessionContext,
  );
  return { made, posted, asked, tool };
}

it('opens with progress, and begins with two images of the data set', async () => {
  const { made, posted } = session();
  await made.open();
  expect(posted.slice(0, 2)).toEqual([
    { type: 'opening', text: 'Looking at the images…', share: null },
    { type: 'opening', text: 'Decoding 10 of 40 images…', share: 0.25 },
  ]);
  expect(posted[2]).toMatchObject({
    type: 'opened',
    studio: { title: 'photos', file: null, image: { id: 'a.png' }, other: { id: 'b.png' } },
    choices: { side: 1, images: [{ id: 'a.png' }, { id: 'b.png' }] },
  });
});

it('says why it cannot be opened', async () => {
  const { made, posted, tool } = session();
  tool.openStudio.mockRejectedValueOnce(new Error('/work/photos holds no image.'));
  await made.open();
  expect(posted.at(-1)).toEqual({ type: 'failed', message: '/work/photos holds no image.' });
  await made.open();
  expect(posted.at(-1)?.type).toBe('opened');
});

it('calls an older drawing off for a newer one, and hands its memory on alone', async () => {
  const { made, posted, asked } = session();
  await made.open();
  void made.draw(1, ask);
  const second = made.draw(2, { ...ask, seed: 5 });
  expect(asked.map(({ seed, token }) => [seed, token.isCancellationRequested])).toEqual([
    [4, true],
    [5, false],
  ]);
  const pixels = Buffer.from([1, 2, 3, 4, 5, 6]).subarray(2, 5);
  asked[1]?.answer({ imageSize: 8, pairs: [], colors: null, format: 'jpeg', pixels });
  await second;
  const drawn = posted.find((message) => message.type === 'drawn');
  expect(drawn).toMatchObject({ id: 2, format: 'jpeg' });
  expect(drawn?.type === 'drawn' && [...new Uint8Array(drawn.pixels)]).toEqual([3, 4, 5]);
});

it('passes on in one line what could not be measured', async () => {
  const { made, posted } = session();
  await made.open();
  await made.measure(3, ask);
  expect(posted.at(-1)).toEqual({ type: 'notMeasured', id: 3, message: 'The engine ended.' });
});
