import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { runConfigSchema } from '../../../engine/config/runConfig';
import { findRun, listRuns } from '../../../engine/runs/listRuns';
import { RunWriter } from '../../../engine/runs/runWriter';
import { temporaryFolder } from './temporaryFolder';

const folder = temporaryFolder();
let ids: string[];

beforeEach(() => {
  ids = ['alpha', 'beta', 'alphabet'].map((name) => {
    const config = runConfigSchema.parse({ name });
    const writer = RunWriter.create({ runsFolder: folder(), config, baseFolder: folder(), versions: {} });
    writer.setState('finished');
    writer.close();
    return basename(writer.paths.folder);
  });
});

it('lists runs by age and is not stopped by a broken one, nor by other folders', () => {
  mkdirSync(join(folder(), 'cache'));
  mkdirSync(join(folder(), '2020-01-01T00-00-00_lost'));
  writeFileSync(join(folder(), ids[1] ?? '', 'run.json'), '{');
  const { runs, broken } = listRuns(folder());
  expect(runs.map(({ id }) => id)).toEqual([ids[0], ids[2]]);
  expect(broken.map(({ id }) => id)).toEqual(['2020-01-01T00-00-00_lost', ids[1]]);
  expect(broken[1]?.reason).toContain('run.json is damaged');
});

it('finds a run by name, by a part of it, by path and as the latest', () => {
  expect(findRun(folder(), ids[0] ?? '').id).toBe(ids[0]);
  expect(findRun(folder(), 'alpha').id).toBe(ids[0]);
  expect(findRun(folder(), 'phabet').id).toBe(ids[2]);
  expect(findRun(folder(), join(folder(), ids[1] ?? '')).id).toBe(ids[1]);
  expect(findRun(folder(), 'latest').id).toBe(ids[2]);
});

it('finds one that was given another name', () => {
  renameSync(join(folder(), ids[1] ?? ''), join(folder(), 'best so far'));
  expect(findRun(folder(), 'best').id).toBe('best so far');
});

it('says what there is when the name fits none or several', () => {
  expect(() => findRun(folder(), 'alph')).toThrow(/"alph" fits 2 runs, .*_alpha, .*_alphabet: give more/);
  expect(() => findRun(folder(), 'gamma')).toThrow(/named "gamma"; there are .*"latest"/);
  rmSync(folder(), { recursive: true });
  expect(() => findRun(folder(), 'latest')).toThrow('there are no runs in');
  expect(listRuns(folder())).toEqual({ runs: [], broken: [] });
});
