import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { evaluationRequestSchema, type EvaluationRecord } from '../../../engine/runs/evaluationRecord';
import { writeEvaluation } from '../../../engine/runs/evaluations';
import { LatestEvaluationReader } from '../../../extension/comparePanel/latestEvaluation';
import { temporaryFolder } from '../runPanel/temporaryFolder';

const report = (top1: number) => ({ top1, top5: null, perClass: [], confusion: [] });

function evaluation(step: number, createdAt: string, top1: number): EvaluationRecord {
  return {
    format: 1,
    createdAt,
    checkpoint: `checkpoints/step-${step}.safetensors`,
    step,
    request: evaluationRequestSchema.parse({
      ...{ protocols: ['knn'], maxImages: 100, neighbours: 20, temperature: 0.1, seed: 0 },
    }),
    dataset: {
      name: 'builtin',
      fingerprint: 'ab',
      classes: ['a', 'b'],
      imageSize: 32,
      trainImages: 80,
      testImages: 20,
    },
    device: { backend: 'cpu', detail: 'wide kernels', threads: 2 },
    versions: {},
    seconds: 1,
    chance: 0.5,
    linear: null,
    knn: { h: report(top1), z: report(top1 / 2) },
    metrics: null,
    factors: null,
    ...{ shortcut: null, semiSupervised: null, transfer: null, supervised: null },
  };
}

describe('the latest evaluation', () => {
  it('is none where there is no folder, or nothing readable in it', async () => {
    const folder = join(temporaryFolder(), 'evaluations');
    const reader = new LatestEvaluationReader(folder);
    expect(await reader.refresh()).toBe(false);
    expect(reader.latest).toBeNull();
    mkdirSync(folder);
    writeFileSync(join(folder, 'step-00000001_2026-11-23T18-04-05-000.json'), '{"format": 1');
    await reader.refresh();
    expect(reader.latest).toBeNull();
  });

  it('is the one that was made last, not that of the last step', async () => {
    const folder = join(temporaryFolder(), 'evaluations');
    const reader = new LatestEvaluationReader(folder);
    writeEvaluation(folder, evaluation(900, '2026-11-23T10:00:00.000Z', 0.5));
    expect(await reader.refresh()).toBe(true);
    expect(reader.latest).toMatchObject({ step: 900, knnH: 0.5 });
    writeEvaluation(folder, evaluation(300, '2026-11-24T09:00:00.000Z', 0.25));
    expect(await reader.refresh()).toBe(true);
    expect(reader.latest).toEqual({ step: 300, linearH: null, linearZ: null, knnH: 0.25, knnZ: 0.125 });
    expect(await reader.refresh()).toBe(false);
  });
});
