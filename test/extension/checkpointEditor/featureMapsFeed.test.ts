import { expect, it, vi } from 'vitest';
import type { CancellationToken } from 'vscode';
import type { FeatureMaps, FeatureMapsParams } from '../../../engine/protocol/featureMapsProtocol';
import type { ToolProgress } from '../../../engine/protocol/toolProtocol';
import { FeatureMapsFeed } from '../../../extension/checkpointEditor/featureMapsFeed';
import type { ToFeatureMaps } from '../../../extension/checkpointEditor/featureMapsMessages';

const workspace = vi.hoisted(() => ({ isTrusted: true }));
vi.mock('vscode', async () => ({
  ...(await import('../fakeVscode')),
  workspace,
  CancellationTokenSource: (await import('vscode-jsonrpc')).CancellationTokenSource,
}));

const vector = { zeros: 0, mean: 1, min: 1, max: 1, values: [1] };
const maps: FeatureMaps<Uint8Array> = {
  ...{ name: 'test/0', class: 'star', next: 19, side: 1, pixels: Uint8Array.of(1, 2, 3) },
  ...{ stages: [], h: vector, z: null },
};

function made() {
  const posted: ToFeatureMaps[] = [];
  const asked: {
    params: FeatureMapsParams;
    token: CancellationToken;
    progress: (of: ToolProgress) => void;
    give: () => void;
  }[] = [];
  const tool = {
    featureMaps: (
      params: FeatureMapsParams,
      progress: (of: ToolProgress) => void,
      token: CancellationToken,
    ) =>
      // Cancelled or not: an engine may be past the point of stopping.
      new Promise<FeatureMaps<Uint8Array>>((give) => {
        asked.push({ params, token, progress, give: () => give(maps) });
      }),
  };
  const feed = new FeatureMapsFeed('/runs/a/checkpoints/step-00000001.safetensors', tool, (message) =>
    posted.push(message),
  );
  return { feed, posted, asked };
}

it('tells how far it is and what came of it, and that again to a page that comes back', async () => {
  const { feed, posted, asked } = made();
  feed.resend();
  expect(posted).toEqual([]);
  const done = feed.show({ index: 0 });
  asked[0]?.progress({ phase: 'decoding', done: 10, total: 40 });
  asked[0]?.progress({ phase: 'embedding', done: 0, total: 1 });
  asked[0]?.give();
  await done;
  expect(asked[0]?.params).toEqual({
    ...{ checkpoint: '/runs/a/checkpoints/step-00000001.safetensors', image: { index: 0 } },
  });
  expect(posted).toEqual([
    { type: 'mapsWorking', image: { index: 0 }, text: 'Starting…', share: null },
    { type: 'mapsWorking', image: { index: 0 }, text: 'Decoding 10 of 40 images…', share: 0.25 },
    { type: 'mapsWorking', image: { index: 0 }, text: 'Sending the image through…', share: null },
    { type: 'mapsShown', image: { index: 0 }, maps },
  ]);
  feed.resend();
  expect(posted.at(-1)).toEqual(posted.at(-2));
});

it('calls an image off for a newer one, of which alone something is shown', async () => {
  const { feed, posted, asked } = made();
  const older = feed.show({ index: 0 });
  const newer = feed.show({ path: '/photos/a.png' });
  expect(asked[0]?.token.isCancellationRequested).toBe(true);
  asked[0]?.progress({ phase: 'embedding', done: 0, total: 1 });
  asked[0]?.give();
  asked[1]?.give();
  await Promise.all([older, newer]);
  expect(posted.slice(2)).toEqual([{ type: 'mapsShown', image: { path: '/photos/a.png' }, maps }]);
});

it('says at once that it was cancelled, and shows nothing that the engine answers all the same', async () => {
  const { feed, posted, asked } = made();
  const cancelled = feed.show({ index: 0 });
  feed.cancel();
  const said = { type: 'mapsFailed', image: { index: 0 }, message: 'This was cancelled.' };
  expect(posted.at(-1)).toEqual(said);
  expect(asked[0]?.token.isCancellationRequested).toBe(true);
  asked[0]?.progress({ phase: 'embedding', done: 0, total: 1 });
  asked[0]?.give();
  await cancelled;
  feed.cancel();
  expect(posted.slice(1)).toEqual([said]);
});

it('tells nothing once the file has changed or the editor is closed', async () => {
  const { feed, posted, asked } = made();
  const stale = feed.show({ index: 0 });
  feed.forget();
  asked[0]?.give();
  await stale;
  expect(asked[0]?.token.isCancellationRequested).toBe(true);
  feed.resend();
  expect(posted).toEqual([{ type: 'mapsWorking', image: { index: 0 }, text: 'Starting…', share: null }]);
});

it('starts no engine in a workspace that is not trusted', async () => {
  workspace.isTrusted = false;
  const { feed, posted, asked } = made();
  await feed.show({ index: 0 });
  workspace.isTrusted = true;
  expect(asked).toEqual([]);
  expect(posted).toEqual([
    {
      type: 'mapsFailed',
      image: { index: 0 },
      message: expect.stringContaining('trust it by the command') as string,
    },
  ]);
});
