import { describe, expect, it, test, vi } from 'vitest';
import type { RunConfigInput } from '../../../engine/config/runConfig';
import { presets } from '../../../engine/config/presets';
import { nearestPreset } from '../../../engine/config/nearestPreset';
import { runView, type RunViewSources } from '../../../extension/runPanel/runView';
import { shownRun } from './shownRuns';

vi.mock('vscode', () => import('../fakeVscode'));

const nothing: RunViewSources = { lastLine: null, untrainedKnn: null, checkpoints: [], logTail: [] };
const always = ['openConfig', 'openLog', 'reveal', 'duplicate', 'embeddings'];

function actions(options: Parameters<typeof shownRun>[0]) {
  return runView(shownRun(options), nothing).actions.filter((action) => !always.includes(action));
}

describe('runView', () => {
  it('goes by the metrics where they are ahead of the record, and by the record where they are not read yet', () => {
    const lastLine = { step: 100, epoch: 2.5, time: 50, loss: 4, viewsPerSecond: 900 };
    const ahead = runView(shownRun(), { ...nothing, lastLine });
    expect(ahead).toMatchObject({
      step: 100,
      epoch: 2.5,
      seconds: 50,
      viewsPerSecond: 900,
      secondsLeft: 150,
    });
    const behind = runView(shownRun(), { ...nothing, lastLine: { ...lastLine, step: 10 } });
    expect(behind).toMatchObject({ step: 40, seconds: 20, viewsPerSecond: 1000, secondsLeft: 180 });
  });

  it('estimates no time where no step is being taken', () => {
    for (const state of ['paused', 'finished', 'stopped', 'queued'] as const) {
      expect(runView(shownRun({ state }), nothing).secondsLeft).toBeNull();
    }
    expect(runView(shownRun({ stepsPerSecond: null }), nothing).secondsLeft).toBeNull();
    expect(runView(shownRun({ state: 'finished' }), nothing).viewsPerSecond).toBeNull();
  });

  it('is whole before anything is known of the run', () => {
    const record = { dataset: null, device: null, plan: null, progress: null };
    const view = runView(shownRun({ state: 'queued', link: 'none', queuePosition: 2, record }), nothing);
    expect(view).toMatchObject({
      step: 0,
      totalSteps: null,
      epoch: 0,
      chance: null,
      finding: null,
      queuePosition: 2,
    });
  });

  it('offers what the state allows', () => {
    expect(actions({ state: 'running' })).toEqual(['pause', 'stop', 'checkpoint']);
    expect(actions({ state: 'paused' })).toEqual(['resume', 'stop', 'checkpoint']);
    expect(actions({ state: 'preparing' })).toEqual(['stop']);
    expect(actions({ state: 'queued', link: 'none' })).toEqual(['stop']);
    for (const state of ['stopped', 'failed', 'interrupted'] as const) {
      expect(actions({ state, link: 'none' })).toEqual(['resume']);
    }
    expect(actions({ state: 'finished', link: 'none' })).toEqual([]);
  });

  it('offers nothing that another process would have to do, and says where it can be done', () => {
    expect(actions({ state: 'running', link: 'watching' })).toEqual([]);
    expect(runView(shownRun({ link: 'watching' }), nothing).reason).toMatch(/Another process on workstation/);
  });

  it('says what can be done where the engine is gone', () => {
    const checkpoints = [40, 80];
    const gone = shownRun({ state: 'interrupted', link: 'none' });
    expect(runView(gone, { ...nothing, checkpoints }).reason).toMatch(/resume goes on from step 80/);
    expect(runView(gone, nothing).reason).toMatch(/begins again/);
    const failed = shownRun({ state: 'failed', record: { reason: 'the disk is full; free some space' } });
    expect(runView(failed, nothing).reason).toBe('the disk is full; free some space');
  });

  it('shows the whole configuration and what it ran on', () => {
    const view = runView(shownRun({ config: { name: 'first', seed: 3 } }), nothing);
    expect(JSON.parse(view.configText)).toEqual(
      shownRun({ config: { name: 'first', seed: 3 } }).run.record.config,
    );
    expect(view.environment).toEqual([
      { name: 'host', value: 'workstation' },
      { name: 'simclr-lab', value: '0.1.0' },
      { name: 'node', value: '24.21.0' },
    ]);
    const record = { branchOf: { run: 'a', step: 1200 }, importedFrom: 'resnet18.safetensors' };
    expect(runView(shownRun({ record }), nothing).environment.slice(0, 2)).toEqual([
      { name: 'branch of', value: 'a, from step 1,200 on' },
      { name: 'weights from', value: 'resnet18.safetensors' },
    ]);
  });
});

test.each<[RunConfigInput['loss'], string, number | null]>([
  [{}, 'NT-Xent', Math.log(127)],
  [{ type: 'nt-logistic' }, 'NT-Logistic', null],
])('the panel is told which loss %o the run has, and what chance is', (loss, name, chance) => {
  const view = runView(shownRun({ config: { batchSize: 64, loss } }), nothing);
  expect(view.loss).toMatchObject({ name, chance });
});

describe('nearestPreset', () => {
  it('finds each preset, whatever the name, the seed and the device', () => {
    for (const name of ['quick', 'cifar', 'paper', 'paper-code'] as const) {
      const config = { ...presets[name].config, name: 'x', seed: 9, $schema: 's', device: { threads: 1 } };
      expect(nearestPreset(shownRun({ config }).run.record.config)).toEqual({
        preset: name,
        differences: [],
      });
    }
  });

  it('names the fields that differ, the preset first', () => {
    const config = { ...presets.cifar.config, epochs: 50, loss: { temperature: 0.1 } };
    expect(nearestPreset(shownRun({ config }).run.record.config)).toEqual({
      preset: 'cifar',
      differences: [
        { path: 'loss.temperature', a: 0.5, b: 0.1 },
        { path: 'epochs', a: 200, b: 50 },
      ],
    });
  });
});
