import { PhiloxStream } from '../../../engine/random/philox';
import type { MetricsLine } from '../../../engine/runs/metricsLine';

/** A run to make up. */
export interface MadeUpRun {
  readonly steps: number;
  readonly totalSteps: number;
  readonly stepsPerEpoch: number;
  readonly labelled?: boolean;
  /** Steps after which everything that tells images apart is lost. */
  readonly collapseAt?: number;
  /** A step whose loss jumps. */
  readonly spikeAt?: number;
  /** Of its noise. */
  readonly seed?: number;
  /** How much it learns, 1 where it is left out. */
  readonly skill?: number;
}

/** Lines `from` to `to` (0 is the untrained encoder) of a `metrics.jsonl` that looks like a run of the preset "quick". */
export function metricsText(run: MadeUpRun, from: number, to: number): string {
  const lines: string[] = [];
  for (let step = from; step <= to; step++) lines.push(JSON.stringify(metricsOf(run, step)));
  return `${lines.join('\n')}\n`;
}

function metricsOf(run: MadeUpRun, step: number): MetricsLine {
  const random = new PhiloxStream(run.seed ?? 7, step);
  const noise = () => random.uniform() + random.uniform() - 1;
  const { stepsPerEpoch, totalSteps } = run;
  const place = { step, epoch: step / stepsPerEpoch, time: 0.31 + step * 0.217 };
  const collapsed = run.collapseAt !== undefined && step > run.collapseAt;
  const learned = collapsed ? 0 : (run.skill ?? 1) * (1 - Math.exp((-4 * step) / totalSteps));
  const evaluated = step % stepsPerEpoch === 0 || step === totalSteps;
  const accuracy = (untrained: number, trained: number) =>
    Math.max(0.02, collapsed ? 0.1 : untrained + (trained - untrained) * learned + 0.012 * noise());
  const evaluation = () => ({
    ...(run.labelled !== false && {
      ...(step > 0 && { 'probe.h': accuracy(0.19, 0.6), 'probe.z': accuracy(0.18, 0.51) }),
      'knn.h': accuracy(0.247, 0.58),
    }),
    ...(step > 0 && { alignment: collapsed ? 0.002 : 0.24 + 0.2 * learned + 0.01 * noise() }),
    uniformity: collapsed ? -0.01 : -0.1 - 2.6 * learned + 0.02 * noise(),
    'rank.h': collapsed ? 1.1 : 4.3 + 29 * learned + 0.4 * noise(),
    'rank.z': collapsed ? 1 : 3.6 + 38 * learned + 0.4 * noise(),
  });
  if (step === 0) return { ...place, ...evaluation() };
  const warmup = 0.1 * totalSteps;
  const rate =
    step < warmup ? step / warmup : 0.5 * (1 + Math.cos((Math.PI * (step - warmup)) / (totalSteps - warmup)));
  const spike = step === run.spikeAt ? 3 : 0;
  return {
    ...place,
    loss: collapsed ? 5.541 : 5.5 - 1.22 * learned + 0.13 * noise() + spike,
    contrastiveAccuracy: Math.max(0, Math.round(256 * (0.01 + 0.23 * learned + 0.05 * noise())) / 256),
    learningRate: 0.3 * rate,
    gradientNorm: 0.28 + 1.8 * Math.exp(-step / 30) + 0.09 * noise() + spike,
    viewsPerSecond: 1240 + 90 * noise() - (evaluated ? 300 : 0),
    dataWait: Math.max(0, 0.0004 + 0.0006 * noise()),
    ...(evaluated && evaluation()),
  };
}
