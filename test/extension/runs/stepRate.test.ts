import { expect, test } from 'vitest';
import { StepRate } from '../../../extension/runs/stepRate';

test('starts with the average and then follows the last minute', () => {
  const rate = new StepRate();
  expect(rate.value).toBeNull();
  rate.mark(100, 50);
  expect(rate.value).toBe(2);
  rate.mark(100, 50);
  rate.mark(140, 60);
  expect(rate.value).toBe(4);
  for (let second = 1; second <= 200; second++) rate.mark(140 + second, 60 + second);
  expect(rate.value).toBeCloseTo(1, 5);
});

test('forgets what it measured when a run goes on from a checkpoint', () => {
  const rate = new StepRate();
  rate.mark(10, 10);
  rate.mark(500, 20);
  rate.mark(300, 15);
  expect(rate.value).toBe(20);
  rate.mark(310, 20);
  expect(rate.value).toBe(2);
});

test('knows nothing before the first step', () => {
  const rate = new StepRate();
  rate.mark(0, 0.5);
  expect(rate.value).toBeNull();
});
