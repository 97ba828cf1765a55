import { expect, test } from 'vitest';
import { MeanRow } from '../../../engine/search/meanRow';
import { nearestRows } from '../../../engine/search/nearestRows';
import vectors from '../../vectors/search.json';

const { size } = vectors;
const query = Float32Array.from(vectors.query);
const origin = new Float64Array(size);

/** The rows of the vectors, so many a block. */
async function* blocks(rows: number) {
  for (let at = 0; at < vectors.rows.length; at += rows * size) {
    yield await Promise.resolve(Float32Array.from(vectors.rows.slice(at, at + rows * size)));
  }
}

test.each([1, 7, 60])('the nearest rows are those of numpy in float64, in blocks of %i', async (rows) => {
  const found = await nearestRows(query, origin, blocks(rows), 60);
  // The query itself and its multiple are as near but for rounding, in either order.
  const pair = found.slice(0, 2).map(({ row }) => row);
  expect(pair.sort((a, b) => a - b)).toEqual([8, 31]);
  expect(found.slice(2).map(({ row }) => row)).toEqual(vectors.order.slice(2));
  found.forEach(({ similarity }, i) => expect(similarity).toBeCloseTo(vectors.similarity[i] ?? NaN, 12));
  expect(found[0]?.similarity).toBeLessThanOrEqual(1);
});

test('few are the first of many, and the row of the query can be left out', async () => {
  const found = await nearestRows(query, origin, blocks(13), 5, 8);
  expect(found.map(({ row }) => row)).toEqual(vectors.order.filter((row) => row !== 8).slice(0, 5));
});

test('where there are fewer rows than were asked for, all are found', async () => {
  expect(await nearestRows(query, origin, blocks(60), 1000, 8)).toHaveLength(59);
});

test.each([1, 7, 60])('from the mean of all they are those of numpy too, in blocks of %i', async (rows) => {
  const sum = new MeanRow(size);
  for await (const block of blocks(rows)) sum.add(block);
  const mean = sum.mean();
  mean.forEach((value, j) => expect(value).toBeCloseTo(vectors.mean[j] ?? NaN, 12));
  const found = await nearestRows(query, mean, blocks(rows), 60);
  const { order, similarity } = vectors.centred;
  expect(found.map(({ row }) => row)).toEqual(order);
  found.forEach((near, i) => expect(near.similarity).toBeCloseTo(similarity[i] ?? NaN, 12));
  // Else this would say nothing of the mean.
  expect(order).not.toEqual(vectors.order);
});

test('two rows have no mean to be seen from', () => {
  const sum = new MeanRow(size);
  sum.add(Float32Array.from(vectors.rows.slice(0, 2 * size)));
  expect(sum.mean()).toEqual(origin);
});
