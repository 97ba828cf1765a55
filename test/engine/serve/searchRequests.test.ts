import { join } from 'node:path';
import { expect, test } from 'vitest';
import { searchRequest } from '../../../engine/protocol/searchProtocol';
import { OneAtATime } from '../../../engine/serve/oneAtATime';
import { answerSearches } from '../../../engine/serve/searchRequests';
import { temporaryFolder } from '../runs/temporaryFolder';
import { trainedRun, writePicture } from '../search/trainedRun';
import { connectionPair } from './connectionPair';

const folder = temporaryFolder();

test('a search is answered with its neighbours and their pictures', async () => {
  const { client, server } = connectionPair();
  const phases = new Set<string>();
  answerSearches(server, {
    greeted: (work) => work(),
    hooks: () => ({
      signal: new AbortController().signal,
      onProgress: ({ phase }) => void phases.add(phase),
    }),
    tensors: new OneAtATime(),
  });
  server.listen();
  client.listen();
  const photos = join(folder(), 'photos');
  for (const [i, name] of ['a', 'b', 'c', 'd'].entries()) {
    await writePicture(join(photos, `${name}.png`), i);
  }
  const { checkpoint, device } = await trainedRun(folder());
  const found = await client.sendRequest(searchRequest, {
    ...{ checkpoint: checkpoint.path, image: { path: join(photos, 'b.png') }, images: photos },
    ...{ neighbours: 2, space: 'z', device, pictureSide: 8 },
  });
  expect(found).toMatchObject({ compared: 3, unreadable: [] });
  expect(found.neighbours).toHaveLength(2);
  const pixels = Buffer.from(found.pictures, 'base64');
  expect(pixels).toHaveLength(3 * 8 * 8 * 3);
  // No picture is blank: the query's and both neighbours'.
  for (let i = 0; i < 3; i++)
    expect(Math.max(...pixels.subarray(i * 192, (i + 1) * 192))).toBeGreaterThan(20);
  expect([...phases]).toContain('embedding');
  client.dispose();
  server.dispose();
});
