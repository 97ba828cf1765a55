import { evaluationRequestSchema, type EvaluationRecord } from '../../../engine/runs/evaluationRecord';

type Report = NonNullable<EvaluationRecord['linear']>['h'];

const report = (top1: number): Report => ({
  ...{ top1, top5: null, perClass: [top1, null], l2: 0.01, validation: [], recipe: null },
  confusion: [
    [3, 1],
    [0, 0],
  ],
});
const geometry = { alignment: 0.4, uniformity: -2, largestRank: 64, intraClass: null, interClass: null };

/** An evaluation with everything in it, and what `changes` says. */
export function evaluationOf(changes: Partial<EvaluationRecord> = {}): EvaluationRecord {
  return {
    format: 1,
    createdAt: '2026-11-24T12:04:00.000Z',
    checkpoint: 'checkpoints/step-00000020.safetensors',
    step: 20,
    request: evaluationRequestSchema.parse({
      protocols: ['linear', 'knn', 'metrics', 'factors'],
      ...{ maxImages: 50_000, neighbours: 20, temperature: 0.1, seed: 3 },
    }),
    dataset: {
      ...{ name: 'photos', fingerprint: 'abc', classes: ['cat', 'dog, or "wolf"'], imageSize: 32 },
      ...{ trainImages: 256, testImages: 64 },
    },
    device: { backend: 'cpu', detail: 'a processor', threads: 2 },
    versions: { node: 'v24' },
    seconds: 12,
    chance: 0.5,
    linear: { h: report(0.633), z: report(0.57) },
    knn: { h: report(0.6), z: report(0.55) },
    metrics: { h: { ...geometry, rank: 12.34 }, z: { ...geometry, rank: 5 } },
    factors: [
      { name: 'hue', kind: 'recorded', classes: 8, chance: 0.125, h: 0.755, z: 0.605 },
      { name: 'rotation', kind: 'transformation', classes: 4, chance: 0.25, h: 0.574, z: 0.41 },
      { name: 'scale', kind: 'recorded', classes: 4, chance: 0.25, h: 0.5, z: 0.49 },
    ],
    ...{ shortcut: null, semiSupervised: null, transfer: null, supervised: null },
    ...changes,
  };
}
