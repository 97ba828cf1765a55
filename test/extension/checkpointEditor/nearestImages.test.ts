import { expect, test, vi } from 'vitest';
import { nearestImages } from '../../../extension/checkpointEditor/nearestImages';
import { queryRows } from '../../../extension/checkpointEditor/queryRows';
import vectors from '../../vectors/search.json';

const matrix = {
  data: Float32Array.from(vectors.rows),
  rows: vectors.rows.length / vectors.size,
  columns: vectors.size,
};
const turn = () => Promise.resolve();

test('the nearest rows are those of numpy in float64, without the row itself', async () => {
  const [found = []] = await nearestImages(matrix, [8], 8, turn);
  const expected = vectors.order.map((row, i) => ({ row, similarity: vectors.similarity[i] ?? NaN }));
  const others = expected.filter(({ row }) => row !== 8).slice(0, 8);
  expect(found.map(({ row }) => row)).toEqual(others.map(({ row }) => row));
  found.forEach(({ similarity }, i) => expect(similarity).toBeCloseTo(others[i]?.similarity ?? NaN, 12));
});

test('a row of zeros is near to nothing, and the earlier of equal ones is nearer', async () => {
  const [found = []] = await nearestImages(matrix, [17], 3, turn);
  expect(found).toEqual([0, 1, 2].map((row) => ({ row, similarity: 0 })));
});

test('where there are fewer images than neighbours, all are found', async () => {
  const few = { data: Float32Array.of(1, 0, 0, 1), rows: 2, columns: 2 };
  expect(await nearestImages(few, [0, 1], 8, turn)).toEqual([
    [{ row: 1, similarity: 0 }],
    [{ row: 0, similarity: 0 }],
  ]);
});

test('gives others a turn every few milliseconds', async () => {
  const clock = vi.spyOn(performance, 'now');
  let now = 0;
  // Each look at the clock is 5 ms after the one before.
  clock.mockImplementation(() => (now += 5));
  const turns = vi.fn(turn);
  const large = { data: new Float32Array(1000 * 4), rows: 1000, columns: 4 };
  await nearestImages(large, [0], 8, turns);
  clock.mockRestore();
  expect(turns.mock.calls.length).toBeGreaterThan(10);
});

test('queries are of many classes, and other ones each turn', () => {
  const labels = Array.from({ length: 1000 }, (_, at) => at % 10);
  const turns = Array.from({ length: 6 }, (_, at) => queryRows(labels, 1000, 5, at));
  for (const rows of turns) expect(new Set(rows.map((row) => labels[row])).size).toBe(5);
  expect(new Set(turns.flat()).size).toBe(30);
  expect(queryRows(null, 3, 5, 0)).toEqual([0, 1, 2]);
  expect(queryRows(null, 0, 5, 1)).toEqual([]);
});
