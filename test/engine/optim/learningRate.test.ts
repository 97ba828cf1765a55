import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runConfigSchema } from '../../../engine/config/runConfig';
import { learningRateAt, peakLearningRate } from '../../../engine/optim/learningRate';

interface Case {
  readonly type: 'cosine' | 'constant' | 'step';
  readonly scaling: 'none' | 'linear' | 'sqrt';
  readonly learningRate: number;
  readonly batchSize: number;
  readonly warmupFraction: number;
  readonly rates: number[];
}

const cases = JSON.parse(readFileSync(join(__dirname, '../../vectors/schedules.json'), 'utf8')) as Case[];

describe('learningRateAt', () => {
  it.each(cases)('follows PyTorch: $type after $warmupFraction of warm-up, $scaling scaling', (expected) => {
    const { type, scaling, learningRate, batchSize, warmupFraction, rates } = expected;
    const config = runConfigSchema.parse({
      optimizer: { learningRate, scaling },
      schedule: { type, warmupFraction },
      batchSize,
    });
    const actual = rates.map((_, step) => learningRateAt(step, rates.length, config));
    actual.forEach((rate, step) => {
      expect(rate / (rates[step] ?? NaN), `step ${step}`).toBeCloseTo(1, 9);
    });
  });

  it('never is zero or above the full rate, even in runs of a few steps', () => {
    for (const totalSteps of [1, 2, 3, 7]) {
      for (const warmupFraction of [0, 0.1, 0.5, 0.9]) {
        const config = runConfigSchema.parse({ schedule: { warmupFraction } });
        for (let step = 0; step < totalSteps; step++) {
          const rate = learningRateAt(step, totalSteps, config);
          expect(rate).toBeGreaterThan(0);
          expect(rate).toBeLessThanOrEqual(config.optimizer.learningRate);
        }
      }
    }
  });
});

describe('peakLearningRate', () => {
  it.each([
    ['linear', 0.3],
    ['sqrt', 0.075],
  ] as const)("gives the paper's 4.8 at a batch of 4096 by the %s rule", (scaling, learningRate) => {
    expect(peakLearningRate({ optimizer: { scaling, learningRate }, batchSize: 4096 })).toBeCloseTo(4.8, 12);
  });
});
