import { expect, it, vi } from 'vitest';
import type { CancellationToken } from 'vscode';
import { runConfigSchema } from '../../../engine/config/runConfig';
import type { SearchAnswer, SearchParams } from '../../../engine/protocol/searchProtocol';
import type { ToolProgress } from '../../../engine/protocol/toolProtocol';
import type { SimilarQuery, ToSimilar } from '../../../extension/similarImages/messages';
import { SimilarSearch } from '../../../extension/similarImages/similarSearch';

const workspace = vi.hoisted(() => ({ isTrusted: true }));
vi.mock('vscode', async () => ({
  ...(await import('../fakeVscode')),
  workspace,
  CancellationTokenSource: (await import('vscode-jsonrpc')).CancellationTokenSource,
}));

const query: SimilarQuery = {
  ...{ checkpoint: '/runs/a/checkpoints/step-00000001.safetensors', model: 'a', images: '/photos' },
  ...{ image: { path: '/photos/a.png' }, space: 'h', neighbours: 20 },
};
const answer: SearchAnswer = {
  neighbours: [{ id: 'b.png', path: '/photos/b.png', class: null, similarity: 0.5 }],
  compared: 3,
  unreadable: [
    { path: '/photos/c.png', reason: 'is empty' },
    { path: '/photos/d.png', reason: 'is empty' },
  ],
  pictures: Buffer.of(1, 2, 3).toString('base64'),
};

function made() {
  const posted: ToSimilar[] = [];
  const asked: { params: SearchParams; token: CancellationToken; give: (answer: SearchAnswer) => void }[] =
    [];
  const search = new SimilarSearch(query, {
    tool: {
      search: (params: SearchParams, onProgress: (of: ToolProgress) => void, token: CancellationToken) => {
        onProgress({ phase: 'embedding', done: 10, total: 40 });
        // Cancelled or not: an engine may be past the point of stopping.
        return new Promise<SearchAnswer>((give) => {
          asked.push({ params, token, give });
        });
      },
    },
    device: runConfigSchema.parse({}).device,
    post: (message) => posted.push(message),
  });
  return { search, posted, asked };
}

it('tells how far it is, and what was found and left out', async () => {
  const { search, posted, asked } = made();
  const done = search.search();
  asked[0]?.give(answer);
  await done;
  expect(asked[0]?.params).toMatchObject({
    images: '/photos',
    image: query.image,
    space: 'h',
    neighbours: 20,
  });
  expect(posted.map(({ type }) => type)).toEqual(['query', 'working', 'working', 'found']);
  expect(posted[2]).toEqual({ type: 'working', text: 'Embedding 10 of 40 images…', share: 0.25 });
  expect(posted[3]).toMatchObject({
    compared: 3,
    leftOut: '/photos/c.png is empty; it and 1 more are left out.',
  });
  expect(search.at(0)?.id).toBe('b.png');
});

it('calls a search off for a newer one, of which alone something is shown', async () => {
  const { search, posted, asked } = made();
  const older = search.search();
  const newer = search.search({ space: 'z' });
  expect(asked[0]?.token.isCancellationRequested).toBe(true);
  asked[0]?.give({ ...answer, compared: 2 });
  asked[1]?.give(answer);
  await Promise.all([older, newer]);
  expect(asked[1]?.params.space).toBe('z');
  const shown = posted.filter(({ type }) => type === 'failed' || type === 'found');
  expect(shown).toEqual([expect.objectContaining({ type: 'found', compared: 3 })]);
});

it('says at once that it was cancelled, and nothing once it is gone', async () => {
  const { search, posted, asked } = made();
  const cancelled = search.search();
  search.cancel();
  const said = { type: 'failed', message: 'The search was cancelled.' };
  expect(posted.at(-1)).toEqual(said);
  expect(asked[0]?.token.isCancellationRequested).toBe(true);
  asked[0]?.give(answer);
  await cancelled;
  expect(posted.at(-1)).toEqual(said);
  const gone = search.search();
  search.dispose();
  asked[1]?.give(answer);
  await gone;
  expect(posted.filter(({ type }) => type === 'failed' || type === 'found')).toHaveLength(1);
});

it('starts no engine in a workspace that is not trusted', async () => {
  workspace.isTrusted = false;
  const { search, posted, asked } = made();
  await search.search();
  workspace.isTrusted = true;
  expect(asked).toEqual([]);
  expect(posted.at(-1)).toMatchObject({
    type: 'failed',
    message: expect.stringContaining('not trusted') as string,
  });
});
