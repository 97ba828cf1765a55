import { beforeAll, afterAll, expect, it } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listCheckpoints } from '../../../engine/runs/checkpoints';
import { listEmbeddings, readEmbeddings, type SavedEmbeddings } from '../../../engine/runs/embeddings';
import { readMetrics } from '../../../engine/runs/readMetrics';
import { runPaths, type RunPaths } from '../../../engine/runs/runPaths';
import { embeddingsDue } from '../../../engine/train/saveEmbeddings';
import { trainRun } from '../../../engine/train/trainRun';
import { tinyConfig } from './tinyRun';

let folder = '';
let paths: RunPaths;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'simclr-embeddings-'));
  const summary = await trainRun({
    config: tinyConfig({ evaluate: { maxImages: 24 } }),
    ...{ runsFolder: folder, baseFolder: folder, signal: new AbortController().signal },
    onEvent: () => undefined,
  });
  paths = runPaths(summary.runFolder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const saved = (): Promise<SavedEmbeddings[]> =>
  Promise.all(listEmbeddings(paths.embeddings).map(({ path }) => readEmbeddings(path)));

it('are kept before the first step and with every checkpoint, also of those that were removed', () => {
  const steps = listEmbeddings(paths.embeddings).map(({ step }) => step);
  expect(steps).toEqual([0, 4, 8, 12, 16, 20, 24, 28, 32, 36, 40, 44, 48]);
  expect(listCheckpoints(paths.checkpoints).length).toBeLessThan(4);
});

it('say which images they are of, and what is recorded of them', async () => {
  const all = await saved();
  for (const { images, h, z } of all) {
    expect(images.ids).toHaveLength(24);
    expect(images.ids).toEqual(all[0]?.images.ids);
    expect(images.sampling).toEqual({ of: 32, seed: 3 });
    expect([h.rows, h.columns, z.rows, z.columns]).toEqual([24, 16, 24, 8]);
  }
  const [first] = all;
  // 24 of 32 images in ten classes: two of each, and four of those that have a third or more.
  const counts = new Map<number, number>();
  for (const label of first?.images.labels ?? []) counts.set(label, (counts.get(label) ?? 0) + 1);
  expect([...counts.values()].every((count) => count === 2 || count === 3)).toBe(true);
  // The image's number tells its class; and its factors are within what is drawn.
  first?.images.ids.forEach((id, i) => {
    expect(first.images.labels?.[i]).toBe(Number(id.replace('test/', '')) % 10);
  });
  const factor = (name: string) => first?.images.factors.find((each) => each.name === name);
  expect(factor('hue')?.kind).toBe('angle');
  expect(Math.max(...(factor('hue')?.values ?? []))).toBeLessThanOrEqual(360);
  expect(factor('scale')?.values.every((scale) => scale >= 0.18 && scale <= 0.25)).toBe(true);
  expect(factor('texture')?.categories).toContain('stripes');
});

it('show a network that changes, and leave the metrics as they are', async () => {
  const all = await saved();
  expect(all[0]?.h.data).not.toEqual(all.at(-1)?.h.data);
  expect(readMetrics(paths.metrics).lines.filter((line) => 'rank.h' in line)).toHaveLength(7);
});

it('are of about sixty times, however long the run', () => {
  const config = tinyConfig({ epochs: 1000, checkpoint: { everyEpochs: 0.5 } });
  const run = { config, plan: { totalSteps: 8000, stepsPerEpoch: 8 } } as Parameters<typeof embeddingsDue>[1];
  const due = Array.from({ length: 8000 }, (_, i) => i + 1).filter((step) => embeddingsDue(step, run));
  expect(due.length).toBeGreaterThan(50);
  expect(due.length).toBeLessThanOrEqual(60);
  // With checkpoints alone: every 4 steps here.
  expect(due.every((step) => step % 4 === 0)).toBe(true);
});
