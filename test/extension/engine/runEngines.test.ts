import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { readLogTail } from '../../../engine/runs/logTail';
import { runPaths } from '../../../engine/runs/runPaths';
import { EngineFork } from '../../../extension/engine/forkEngine';
import { NodeFinder } from '../../../extension/engine/nodeFinder';
import { RunEngines } from '../../../extension/engine/runEngines';
import { temporaryFolder } from '../../engine/runs/temporaryFolder';
import { quiet } from '../runs/diskRuns';

vi.mock('vscode', async () => await import('../fakeVscode'));

const folder = temporaryFolder();

/** Engines whose program is this text, and a run folder for them. */
function enginesOf(program: string, node = process.execPath) {
  const script = join(folder(), 'main.js');
  writeFileSync(script, program);
  const run = join(folder(), 'run');
  mkdirSync(run);
  return { run, engines: new RunEngines(new EngineFork(script), new NodeFinder(() => node), quiet) };
}

test('an engine gets its run, a clean environment, and its words go into the run’s log', async () => {
  vi.stubEnv('VSCODE_PID', '1');
  const { run, engines } = enginesOf(`
    console.log(process.argv.slice(2).join(' '));
    console.error(process.env.VSCODE_PID ?? 'clean', process.send === undefined);
    process.exit(7);
  `);
  const { pid, ended } = await engines.start(run);
  expect(await ended).toEqual({ code: 7, signal: null, error: null });
  expect(readLogTail(runPaths(run).log, 2)).toEqual([`run ${run}`, 'clean true']);
  expect(await engines.endOf(run, pid ?? null)).toMatchObject({ code: 7 });
  vi.unstubAllEnvs();
});

test('knows only the ends of its own engines', async () => {
  const { run, engines } = enginesOf('process.kill(process.pid, "SIGKILL")');
  expect(engines.endOf(run, null)).toBeNull();
  const { pid = 0 } = await engines.start(run);
  expect(await engines.endOf(run, null)).toMatchObject({ signal: 'SIGKILL' });
  expect(engines.endOf(run, pid + 1)).toBeNull();
});

test('a run folder that has gone is said in a sentence', async () => {
  const { run, engines } = enginesOf('');
  await expect(engines.start(join(run, 'gone'))).rejects.toThrow(
    /engine\.log cannot be written: the folder does not exist/,
  );
});
