import type { OptimizerConfig, ScheduleConfig } from '../config/runConfig';

/** What the learning rate depends on. */
export interface LearningRateConfig {
  readonly optimizer: Pick<OptimizerConfig, 'learningRate' | 'scaling'>;
  readonly schedule: ScheduleConfig;
  /** Images a step, N in the paper. */
  readonly batchSize: number;
}

/**
 * The learning rate of a step: scaled by the batch size (paper, appendix B.1), rising linearly over the warm-up, then
 * by the schedule.
 *
 * The first warm-up step has 1/w of the full rate and the last one all of it, so that no step is wasted on a rate of
 * zero; the cosine begins at the full rate on the step after and would reach zero on the step after the last.
 * @param step from 0 to totalSteps − 1.
 */
export function learningRateAt(step: number, totalSteps: number, config: LearningRateConfig): number {
  const { schedule } = config;
  const peak = peakLearningRate(config);
  const warmup = Math.round(schedule.warmupFraction * totalSteps);
  if (step < warmup) return (peak * (step + 1)) / warmup;
  switch (schedule.type) {
    case 'constant':
      return peak;
    case 'cosine':
      return (peak * (1 + Math.cos((Math.PI * (step - warmup)) / (totalSteps - warmup)))) / 2;
    case 'step': {
      const passed = schedule.milestones.filter((share) => step >= Math.round(share * totalSteps)).length;
      return peak * schedule.gamma ** passed;
    }
  }
}

/** The rate at the end of the warm-up: 0.3 × 4096 / 256 = 4.8 for the paper's recipe. */
export function peakLearningRate({ optimizer, batchSize }: Omit<LearningRateConfig, 'schedule'>): number {
  switch (optimizer.scaling) {
    case 'none':
      return optimizer.learningRate;
    case 'linear':
      return (optimizer.learningRate * batchSize) / 256;
    case 'sqrt':
      return optimizer.learningRate * Math.sqrt(batchSize);
  }
}
