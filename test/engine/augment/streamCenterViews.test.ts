import { expect, test } from 'vitest';
import { loadCenterViews } from '../../../engine/augment/loadCenterViews';
import { streamCenterViews } from '../../../engine/augment/streamCenterViews';
import { UnusableImage, type ImageSource } from '../../../engine/data/imageSource';
import { orderedMap } from '../../../engine/data/decode/orderedMap';
import { openSource } from '../../../engine/data/openSource';
import { dataConfig, open, png, put, temporaryFolder } from '../data/fixtures';

const side = 16;
const positionsOf = ({ count }: ImageSource) => Int32Array.from({ length: count }, (_, i) => i);

async function collect(source: ImageSource, chunkSize: number) {
  const bad: number[] = [];
  const chunks = [];
  const options = { imageSize: side, chunkSize, onUnusable: (position: number) => void bad.push(position) };
  for await (const chunk of streamCenterViews(source, positionsOf(source), options)) chunks.push(chunk);
  return { chunks, bad };
}

test('views are those of the decoded images, whatever their sizes; one that is damaged has none', async () => {
  const folder = temporaryFolder();
  const sizes = [
    [16, 16],
    [40, 21],
    [9, 30],
    [90, 70],
    [17, 16],
  ] as const;
  for (const [i, [width, height]] of sizes.entries()) {
    put(folder, `photos/${i}.png`, await png([40 * i, 200 - 30 * i, 90], width, height));
  }
  put(folder, 'photos/2b.png', 'nothing');
  const data = { source: 'photos', imageSize: side, maxBadFiles: 0.5, testFraction: 0.4 };
  const { train, test: held } = await open(folder, data);
  const expected = new Map<string, Float32Array>();
  for (const split of [train, held]) {
    for (const [i, id] of split.ids.entries()) {
      for (const view of loadCenterViews(split.images, [i], side)) expected.set(id, view);
    }
  }

  const source = await openSource(dataConfig({ source: 'photos' }), folder, {});
  const { ids } = await source.listing();
  const { chunks, bad } = await collect(source, 2);
  expect(bad.map((position) => ids[position])).toEqual(['2b.png']);
  expect(chunks.map(({ positions }) => positions.length)).toEqual([2, 2, 1]);
  const seen = new Map(
    chunks.flatMap(({ views, positions }) =>
      positions.map((position, i) => {
        const length = side * side * 3;
        return [ids[position] ?? '', views.slice(i * length, (i + 1) * length)] as const;
      }),
    ),
  );
  expect(new Map([...seen].sort())).toEqual(new Map([...expected].sort()));
});

test('no more than one chunk and what is decoded ahead is in memory, however many images there are', async () => {
  const ahead = 4;
  let decoded = 0;
  const source = {
    count: 500,
    images: (positions: Int32Array) =>
      orderedMap(positions, ahead, (position) => {
        decoded++;
        return Promise.resolve(
          position % 50 === 7
            ? new UnusableImage('is empty')
            : { data: new Uint8Array(side * side * 3), height: side, width: side },
        );
      }),
  } as unknown as ImageSource;
  let taken = 0;
  let most = 0;
  const options = { imageSize: side, chunkSize: 8, onUnusable: () => void taken++ };
  for await (const { positions } of streamCenterViews(source, positionsOf(source), options)) {
    taken += positions.length;
    // A slow consumer: whatever could run ahead of it does.
    await new Promise((resolve) => setTimeout(resolve, 1));
    most = Math.max(most, decoded - taken);
  }
  expect(taken).toBe(500);
  expect(most).toBeLessThanOrEqual(ahead);
});
