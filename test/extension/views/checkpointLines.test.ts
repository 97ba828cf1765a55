import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { describeCheckpoint } from '../../../extension/views/checkpointLines';
import { evaluatedSteps } from '../../../extension/views/evaluatedSteps';

vi.mock('vscode', async () => await import('../fakeVscode'));

test('tells of a checkpoint when it was, what it reached and what it takes', () => {
  const facts = { step: 1234, path: '/a', bytes: 3_412_345, stepsPerEpoch: 100, accuracy: 0.612, best: true };
  expect(describeCheckpoint(facts)).toMatchObject({
    label: 'Step 1,234',
    description: 'best · epoch 12.3 · h 61.2 % · 3.41 MB',
  });
  const unknown = { ...facts, bytes: null, stepsPerEpoch: null, accuracy: null, best: false };
  expect(describeCheckpoint(unknown).description).toBe('');
});

test('finds the evaluations among the lines of metrics', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'simclr-evaluations-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'metrics.jsonl');
  const lines = [
    { step: 1, epoch: 0.5, time: 1, loss: 5 },
    { step: 2, epoch: 1, time: 2, loss: 4, 'probe.h': 0.4 },
    { step: 4, epoch: 2, time: 4, 'probe.h': 0.5 },
  ].map((line) => JSON.stringify(line));
  writeFileSync(path, `${lines.join('\n')}\n{"step":6,"epoch":3,"time":6,"probe.h":0.`);
  expect([...(await evaluatedSteps(path))]).toEqual([
    [2, 0.4],
    [4, 0.5],
  ]);
  expect((await evaluatedSteps(join(folder, 'none'))).size).toBe(0);
});
