import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runConfigSchema } from '../../../engine/config/runConfig';
import { UserError } from '../../../engine/errors';
import { readMetrics } from '../../../engine/runs/readMetrics';
import { readRun } from '../../../engine/runs/readRun';
import { RunWriter } from '../../../engine/runs/runWriter';
import { buildProgram, kill, startProgram } from './program';
import { temporaryFolder } from './temporaryFolder';
import { trainingState } from './trainingStates';

const folder = temporaryFolder();
const create = (config: object = {}) =>
  RunWriter.create({
    runsFolder: join(folder(), 'runs'),
    config: runConfigSchema.parse(config),
    baseFolder: folder(),
    versions: { 'simclr-lab': '1' },
  });

it('names the folder by time, data and encoder, and never uses one twice', () => {
  const first = create({ data: { source: '/images/My Birds/' } });
  const second = create({ data: { source: '/images/My Birds/' } });
  expect(readRun(first.paths.folder).id).toMatch(/^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d_My-Birds_resnet8$/);
  expect(second.paths.folder).not.toBe(first.paths.folder);
  expect(readRun(create({ name: 'größer τ 0.1' }).paths.folder).id).toMatch(/_größer-τ-0.1$/);
});

it('records what it is told, for any reader, while it is told', () => {
  const writer = create({ seed: 3 });
  writer.update({ device: { backend: 'cpu', detail: 'two cores', threads: 2 } });
  writer.setState('running');
  writer.appendMetrics({ step: 1, epoch: 0.5, time: 1, loss: 5 });
  writer.appendMetrics({ step: 2, epoch: 1, time: 2, 'probe.h': 0.5 });
  writer.setState('stopped', 'by the user');
  const run = readRun(writer.paths.folder);
  expect(run.record).toMatchObject({
    state: 'stopped',
    reason: 'by the user',
    config: { seed: 3 },
    device: { threads: 2 },
    progress: { step: 2, epoch: 1, loss: 5, 'probe.h': 0.5 },
  });
  writer.close();
});

it('shows a run as interrupted once its process is gone, and as running before', () => {
  const writer = create();
  writer.setState('running');
  expect(readRun(writer.paths.folder).state).toBe('running');
  writer.close();
  expect(readRun(writer.paths.folder)).toMatchObject({ state: 'interrupted', record: { state: 'running' } });
});

it('goes on from the checkpoint with the metrics up to it', async () => {
  const writer = create();
  for (const step of [1, 2, 3]) {
    writer.appendMetrics({ step, epoch: step, time: step, loss: step });
    if (step === 2) await writer.saveCheckpoint(trainingState(2, 1));
  }
  writer.close();
  const again = RunWriter.reopen(writer.paths.folder, {});
  expect(() => RunWriter.reopen(writer.paths.folder, {})).toThrow(UserError);
  expect(again.rewindToCheckpoint()?.meta.step).toBe(2);
  expect(again.record.progress).toEqual({ step: 2, epoch: 2, time: 2, loss: 2 });
  expect(again.record.best?.step).toBe(1);
  again.appendMetrics({ step: 3, epoch: 3, time: 3, loss: 30 });
  again.close();
  expect(readMetrics(again.paths.metrics).lines.map(({ loss }) => loss)).toEqual([1, 2, 30]);
});

it('starts anew where there is no checkpoint yet', () => {
  const writer = create();
  writer.appendMetrics({ step: 1, epoch: 1, time: 1 });
  writer.close();
  const again = RunWriter.reopen(writer.paths.folder, {});
  expect(again.rewindToCheckpoint()).toBeNull();
  again.close();
  expect(readMetrics(again.paths.metrics).lines).toEqual([]);
});

it('refuses to go on under a changed configuration, except for the device', async () => {
  const writer = create();
  await writer.saveCheckpoint(trainingState(1));
  writer.close();
  const { config } = writer.record;
  const reopened = (changed: typeof config) => {
    const again = RunWriter.reopen(writer.paths.folder, {});
    again.update({ config: changed });
    try {
      return again.rewindToCheckpoint();
    } finally {
      again.close();
    }
  };
  expect(reopened({ ...config, device: { ...config.device, threads: 1 } })?.meta.step).toBe(1);
  expect(() => reopened({ ...config, loss: { ...config.loss, temperature: 0.1 } })).toThrow(
    /says loss.temperature = 0.1, but the checkpoint .* was trained with 0.5/,
  );
});

it('refuses a folder that is no run, and a damaged record', () => {
  expect(() => RunWriter.reopen(folder(), {})).toThrow('this is not a run folder');
  const writer = create();
  writer.close();
  const text = readFileSync(writer.paths.record, 'utf8');
  writeFileSync(writer.paths.record, text.slice(0, 50));
  expect(() => readRun(writer.paths.folder)).toThrow('is damaged: it is not JSON');
  writeFileSync(writer.paths.record, text.replace('"batchSize": 256', '"batchSize": "x"'));
  expect(() => readRun(writer.paths.folder)).toThrow('is damaged at "config.batchSize"');
});

it('says that runs cannot be written where a file is in the way', () => {
  writeFileSync(join(folder(), 'runs'), '');
  expect(() => create()).toThrow(
    new UserError(
      `${join(folder(), 'runs')} cannot be written: a file of that name is in the way; choose another folder`,
    ),
  );
});

it.runIf(process.platform === 'linux')(
  'says so, and does not hang, where a file system has no new folders',
  () => {
    const config = runConfigSchema.parse({});
    const inProc = () => RunWriter.create({ runsFolder: '/proc/a/b', config, baseFolder: '/', versions: {} });
    expect(inProc).toThrow('/proc/a/b cannot be written');
  },
);

it('survives kill -9 at any moment: a whole checkpoint, and no step recorded twice', async () => {
  const writer = create({ checkpoint: { keepLast: 1 } });
  writer.close();
  const { paths } = writer;
  const program = buildProgram('writeRun', folder());
  let step = 0;
  for (let round = 0; round < 6; round++) {
    const { child } = await startProgram(program, paths.folder);
    await new Promise((resolve) => setTimeout(resolve, 7 * round));
    await kill(child);
    expect(readRun(paths.folder).state).toBe('interrupted');
    const again = RunWriter.reopen(paths.folder, {});
    const checkpoint = again.rewindToCheckpoint();
    again.close();
    expect(checkpoint?.meta.step).toBeGreaterThan(step);
    step = checkpoint?.meta.step ?? 0;
    for (const { data } of checkpoint?.tensors ?? []) expect(new Set(data)).toEqual(new Set([step]));
    const steps = readMetrics(paths.metrics).lines.map((line) => line.step);
    expect(steps).toEqual(Array.from({ length: step }, (_, index) => index + 1));
  }
});
