import { describe, expect, it } from 'vitest';
import { checkAgainstData, memoryProblem, type DataFacts } from '../../../engine/config/checkAgainstData';
import { runConfigSchema, type RunConfigInput } from '../../../engine/config/runConfig';

const cifar: DataFacts = { trainCount: 50_000, labelled: true, largestSide: 32 };

const check =
  (config: RunConfigInput, facts: Partial<DataFacts> = {}) =>
  () =>
    checkAgainstData(runConfigSchema.parse(config), { ...cifar, ...facts });

describe('checkAgainstData', () => {
  it('accepts the defaults on CIFAR, and a batch as large as the set', () => {
    expect(check({})).not.toThrow();
    expect(check({ batchSize: 300 }, { trainCount: 300 })).not.toThrow();
  });

  it('names every problem and its remedy at once', () => {
    expect(check({}, { trainCount: 12 })).toThrow(
      'batchSize is 256, but there are only 12 images to train on: use a batch of at most 12\n' +
        'evaluate.knnNeighbours is 20, but there are only 12 images to be neighbours: use at most 12',
    );
  });

  it('does not mind neighbours where there are no labels', () => {
    expect(check({ batchSize: 12 }, { trainCount: 12, labelled: false })).not.toThrow();
  });

  it('refuses views larger than the images, but lets small ones fill a usual size', () => {
    expect(check({ data: { imageSize: 224 } })).toThrow(
      'largest image has only 32 pixels a side: use at most 32',
    );
    expect(check({ data: { imageSize: 32 } }, { largestSide: 28 })).not.toThrow();
    expect(check({ data: { imageSize: 500 } }, { largestSide: 500 })).not.toThrow();
    expect(check({ data: { imageSize: 'auto' } }, { largestSide: 4 })).not.toThrow();
  });

  it('refuses what does not fit into memory', () => {
    expect(memoryProblem(40 * 1024 ** 3, 8 * 1024 ** 3)).toBe(
      'this run would take 40 GiB of memory, but there is 8.0 GiB',
    );
    expect(memoryProblem(5, 5)).toBeNull();
  });

  it('says so when there is nothing to train on', () => {
    expect(check({}, { trainCount: 1 })).toThrow('there is 1 image to train on');
  });
});
