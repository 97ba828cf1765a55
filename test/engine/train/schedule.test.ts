import { expect, test } from 'vitest';
import { isDue } from '../../../engine/train/dueSteps';
import { summarizeLoss } from '../../../engine/train/lossSummary';
import { Throughput } from '../../../engine/train/throughput';

const dueSteps = (everyEpochs: number, stepsPerEpoch: number, steps: number) =>
  Array.from({ length: steps }, (_, i) => i + 1).filter((step) => isDue(step, everyEpochs, stepsPerEpoch));

test('whole epochs fall due at their last step', () => {
  expect(dueSteps(1, 4, 12)).toEqual([4, 8, 12]);
  expect(dueSteps(2, 4, 12)).toEqual([8]);
});

test('fractions of an epoch do not drift, and rounding misses none', () => {
  expect(dueSteps(0.5, 5, 15)).toEqual([3, 5, 8, 10, 13, 15]);
  expect(dueSteps(0.1, 30, 30)).toEqual([3, 6, 9, 12, 15, 18, 21, 24, 27, 30]);
  expect(dueSteps(0.01, 2, 3)).toEqual([1, 2, 3]);
});

test('the loss is summarised by a tenth of the lines at either end', () => {
  const line = (step: number, loss?: number) => ({
    step,
    epoch: 0,
    time: 0,
    ...(loss === undefined ? {} : { loss }),
  });
  const lines = [line(0), ...Array.from({ length: 20 }, (_, i) => line(i + 1, i))];
  expect(summarizeLoss(lines)).toEqual({ lossStart: 0.5, lossEnd: 18.5 });
  expect(summarizeLoss([line(0), line(1, 3)])).toEqual({ lossStart: 3, lossEnd: 3 });
  expect(summarizeLoss([line(0)])).toEqual({ lossStart: null, lossEnd: null });
});

test('throughput is that since the last reading; the wait in all leaves the start-up out', () => {
  const throughput = new Throughput();
  throughput.add(100, 1, 1);
  throughput.add(100, 1, 0);
  expect(throughput.take()).toEqual({ viewsPerSecond: 100, dataWait: 0.5 });
  throughput.add(100, 0.25, 0.25);
  expect(throughput.take()).toEqual({ viewsPerSecond: 400, dataWait: 1 });
  expect(throughput.totalDataWait).toBeCloseTo(0.2);
});
