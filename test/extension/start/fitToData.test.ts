import { describe, expect, test, vi } from 'vitest';
import { resolveConfig } from '../../../engine/config/resolveConfig';
import { runConfigSchema, type RunConfigInput } from '../../../engine/config/runConfig';
import { fitToData } from '../../../extension/start/fitToData';

vi.mock('vscode', async () => await import('../fakeVscode'));

const fit = (config: RunConfigInput, trainImages: number | null, leastSteps = 0) => {
  const { overrides, note } = fitToData(
    runConfigSchema.parse(config),
    { trainImages, largestSide: 48 },
    leastSteps,
  );
  return { note, changes: Object.fromEntries(overrides.map(({ path, value }) => [path.join('.'), value])) };
};

describe('fitting a recipe to the images', () => {
  test('changes nothing that fits, or of which nothing is known', () => {
    expect(fit({ batchSize: 128 }, 128)).toEqual({ note: null, changes: {} });
    expect(fit({ batchSize: 4096 }, null)).toEqual({ note: null, changes: {} });
  });

  test('takes the largest power of two that there are images for, and says so', () => {
    const { changes, note } = fit({ batchSize: 512, microBatch: 256 }, 300);
    expect(changes).toEqual({ batchSize: 256 });
    expect(note).toBe('300 images to train on: batches of 256 instead of 512.');
    expect(fit({ batchSize: 512, microBatch: 256 }, 100).changes).toEqual({
      batchSize: 64,
      microBatch: null,
    });
  });

  test('asks no more neighbours than there are', () => {
    expect(fit({ batchSize: 2 }, 9).changes).toEqual({ 'evaluate.knnNeighbours': 9 });
  });

  test('takes views of the size of the images where the recipe wants larger ones', () => {
    expect(fit({ batchSize: 8, data: { imageSize: 224 } }, 100).changes).toEqual({
      'data.imageSize': 'auto',
    });
    expect(fit({ batchSize: 8, data: { imageSize: 32 } }, 100).changes).toEqual({});
  });

  test('goes over a few images more often, and evaluates more seldom', () => {
    const { changes, note } = fit({ batchSize: 128, epochs: 18 }, 1000, 400);
    expect(changes).toEqual({ epochs: 58, 'evaluate.everyEpochs': 3, 'checkpoint.everyEpochs': 3 });
    expect(note).toBe('1,000 images to train on: 58 epochs instead of 18.');
    expect(fit({ batchSize: 128, epochs: 18 }, 130, 400).changes).toMatchObject({ epochs: 200 });
    expect(fit({ batchSize: 128, epochs: 18 }, 5000, 400).changes).toEqual({});
  });

  test('comes to a configuration that the checks of the engine let through', () => {
    const { overrides } = fitToData(
      runConfigSchema.parse({ batchSize: 128 }),
      { trainImages: 12, largestSide: 16 },
      400,
    );
    const { config } = resolveConfig({ preset: 'quick', overrides, workingFolder: '/' });
    expect(config).toMatchObject({ batchSize: 8, epochs: 200, evaluate: { knnNeighbours: 12 } });
  });
});
