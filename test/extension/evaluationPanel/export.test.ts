import { expect, test, vi } from 'vitest';
import { evaluationCsv } from '../../../extension/evaluationPanel/evaluationCsv';
import { evaluationView } from '../../../extension/evaluationPanel/evaluationView';
import { evaluationOf } from '../evaluations/evaluationOf';
import { planOf, shownRun } from '../runs/shownRuns';

vi.mock('vscode', async () => await import('../fakeVscode'));

test('a CSV has every number, and names that are any text', () => {
  const lines = [...evaluationCsv(evaluationOf())].join('').trim().split('\n');
  expect(lines[0]).toBe('protocol,on,measure,name,predicted,value');
  for (const line of [
    ',,chance,,,0.5',
    'linear,h,top1,,,0.633',
    'linear,z,l2,,,0.01',
    'linear,h,images,cat,"dog, or ""wolf""",1',
    'knn,z,accuracy,cat,,0.55',
    'metrics,h,rank,,,12.34',
    'factors,z,accuracy,hue,,0.605',
  ]) {
    expect(lines).toContain(line);
  }
  // A class without test images has no accuracy.
  expect(lines.filter((line) => line.includes('accuracy,"dog'))).toEqual([]);
});

const place = {
  ...{ path: '/runs/a/evaluations/e.json', title: 'a', repeatable: true },
  checkpoint: '/my runs/a/checkpoints/step-00000020.safetensors',
};

test('the page knows the place of the checkpoint in its run, and how to repeat', () => {
  const { run } = shownRun('a', 'finished', {
    plan: planOf(100),
    best: { step: 20, value: 0.6 },
  });
  const view = evaluationView(evaluationOf(), { ...place, run }, new Date());
  expect(view).toMatchObject({ epoch: 2, best: true, repeatable: true });
  expect(view.command).toBe(
    "simclr evaluate '/my runs/a/checkpoints/step-00000020.safetensors' --protocol linear,knn,metrics,factors " +
      '--max-images 50000 --neighbours 20 --knn-temperature 0.1 --backend cpu --threads 2',
  );
  // The run may be gone from the folder of runs; its evaluation is shown all the same.
  expect(evaluationView(evaluationOf(), { ...place, run: null }, new Date())).toMatchObject({
    ...{ epoch: null, best: false },
  });
});
