import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runConfigSchema } from '../../../engine/config/runConfig';
import { readEndpoint, removeEndpoint, writeEndpoint } from '../../../engine/runs/endpoint';
import { readLogTail } from '../../../engine/runs/logTail';
import { markFailed } from '../../../engine/runs/markFailed';
import { readRun } from '../../../engine/runs/readRun';
import { renameRun } from '../../../engine/runs/renameRun';
import { RunWriter } from '../../../engine/runs/runWriter';
import { temporaryFolder } from './temporaryFolder';

const folder = temporaryFolder();

function newWriter(): RunWriter {
  const config = runConfigSchema.parse({ name: 'first' });
  return RunWriter.create({ runsFolder: folder(), config, baseFolder: folder(), versions: {} });
}

const endpoint = { protocol: 1, pid: 7, host: 'here', socket: '/tmp/s', token: 'secret' };

it('marks a run failed whose process is gone, and only such a one', () => {
  const writer = newWriter();
  const run = writer.paths.folder;
  writer.setState('running');
  writeEndpoint(run, endpoint);
  expect(markFailed(run, 'it was killed')).toBe(false);
  writer.close();
  expect(markFailed(run, 'it was killed')).toBe(true);
  expect(readRun(run).record).toMatchObject({ state: 'failed', reason: 'it was killed' });
  expect(readEndpoint(run)).toBeNull();
  expect(readFileSync(writer.paths.log, 'utf8')).toMatch(/error state: failed: it was killed\n$/);
  expect(markFailed(run, 'again')).toBe(false);
  expect(readRun(run).record.reason).toBe('it was killed');
});

it('renames a run without an engine', () => {
  const writer = newWriter();
  const run = writer.paths.folder;
  expect(() => renameRun(run, 'second')).toThrow('already open');
  writer.setState('stopped');
  writer.close();
  renameRun(run, 'Größe 2');
  expect(readRun(run).record).toMatchObject({ state: 'stopped', config: { name: 'Größe 2' } });
  expect(() => renameRun(run, 'a/b')).toThrow(
    '"a/b" cannot be a run\'s name: use letters, digits, space, dot, dash and underscore, at most 80',
  );
});

it('keeps the endpoint to its owner, and the endpoint of a later engine', () => {
  const run = newWriter().paths.folder;
  expect(readEndpoint(run)).toBeNull();
  writeEndpoint(run, endpoint);
  expect(readEndpoint(run)).toEqual(endpoint);
  if (process.platform !== 'win32') expect(statSync(join(run, 'engine.json')).mode & 0o777).toBe(0o600);
  removeEndpoint(run, 'another');
  expect(readEndpoint(run)).toEqual(endpoint);
  removeEndpoint(run, 'secret');
  expect(readEndpoint(run)).toBeNull();
  writeFileSync(join(run, 'engine.json'), '{"pid": 1');
  expect(readEndpoint(run)).toBeNull();
});

it('reads the last lines of a log, long or short, with or without an end', () => {
  const path = join(folder(), 'engine.log');
  expect(readLogTail(path, 5)).toEqual([]);
  writeFileSync(path, '');
  expect(readLogTail(path, 5)).toEqual([]);
  writeFileSync(path, 'one\r\ntwo\n\nfour');
  expect(readLogTail(path, 5)).toEqual(['one', 'two', '', 'four']);
  expect(readLogTail(path, 2)).toEqual(['', 'four']);
  const lines = Array.from({ length: 60_000 }, (_, i) => `line ${i} of a log in which things are größer`);
  writeFileSync(path, `${lines.join('\n')}\n`);
  expect(readLogTail(path, 3)).toEqual(lines.slice(-3));
  expect(readLogTail(path, 2000)).toEqual(lines.slice(-2000));
  const most = readLogTail(path, 60_000);
  expect(most.length).toBeGreaterThan(20_000);
  expect(most).toEqual(lines.slice(-most.length));
});
