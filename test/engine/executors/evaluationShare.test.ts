import { describe, expect, it } from 'vitest';
import { evaluationShare } from '../../../engine/executors/evaluationShare';
import { evaluationRequestSchema } from '../../../engine/runs/evaluationRecord';

const config = { epochs: 30, batchSize: 64 };

function shareOf(request: object, epochs = config.epochs): number {
  const some = { maxImages: 50_000, neighbours: 200, temperature: 0.1, seed: 0, ...request };
  return evaluationShare([evaluationRequestSchema.parse(some)], { ...config, epochs }, 2000);
}

describe('what evaluations cost beside training', () => {
  it('is nothing where none is asked for, and little for what is fitted to features', () => {
    expect(evaluationShare([], config, 2000)).toBe(0);
    expect(shareOf({ protocols: ['linear'] })).toBeLessThan(0.2);
  });

  it('is less, the longer the run, of what takes its own epochs', () => {
    const byDescent = { protocols: ['linear'], solver: 'sgd' };
    expect(shareOf(byDescent, 60)).toBeCloseTo(shareOf(byDescent) / 2, 12);
    expect(shareOf({ ...byDescent, epochs: 45 })).toBeCloseTo(shareOf(byDescent) / 2, 12);
    // The supervised network takes as many as the run.
    expect(shareOf({ protocols: ['supervised'] }, 60)).toBeCloseTo(
      shareOf({ protocols: ['supervised'] }),
      12,
    );
  });

  it('is less, the fewer the images that are learnt from', () => {
    const shares = (labelShares: number[]) => shareOf({ protocols: ['semi-supervised'], labelShares });
    expect(shares([0.02])).toBeCloseTo(shares([0.02, 0.1]) / 6, 12);
    const to = (trainImages: number | null) =>
      shareOf({ protocols: ['transfer'], target: { source: 'builtin', imageSize: 24, trainImages } });
    const supervised = shareOf({ protocols: ['supervised'] });
    expect(to(200) - supervised).toBeCloseTo((to(null) - supervised) / 10, 12);
  });
});
