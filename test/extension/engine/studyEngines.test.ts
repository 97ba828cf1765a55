import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { EngineFork } from '../../../extension/engine/forkEngine';
import { NodeFinder } from '../../../extension/engine/nodeFinder';
import { StudyEngines } from '../../../extension/engine/studyEngines';
import { temporaryFolder } from '../../engine/runs/temporaryFolder';
import { quiet } from '../runs/diskRuns';

vi.mock('vscode', async () => await import('../fakeVscode'));

const folder = temporaryFolder();

/** Asks a program that is this text. */
function ask(program: string, signal = new AbortController().signal): Promise<string> {
  writeFileSync(join(folder(), 'cli.js'), program);
  const fork = new EngineFork(join(folder(), 'main.js'));
  const engines = new StudyEngines(fork, new NodeFinder(() => process.execPath), quiet);
  return engines.answer(['study', 'cost', 'small'], folder(), signal);
}

test('what the program answers is heard, and what it complains of is its own sentence', async () => {
  const answering = 'console.log(JSON.stringify([process.cwd(), ...process.argv.slice(2)]))';
  expect(JSON.parse(await ask(answering))).toEqual([folder(), 'study', 'cost', 'small']);
  const failing = `console.error('simclr: photos does not exist: give a folder'); process.exitCode = 1;`;
  await expect(ask(failing)).rejects.toThrow(/^photos does not exist: give a folder$/);
});

test('a question that is given up leaves no process behind', async () => {
  const noted = join(folder(), 'pid');
  const end = new AbortController();
  const asked = ask(
    `require('node:fs').writeFileSync('pid', String(process.pid)); setTimeout(() => {}, 60_000);`,
    end.signal,
  );
  await vi.waitFor(() => expect(existsSync(noted) && readFileSync(noted, 'utf8')).toMatch(/\d/), 10_000);
  end.abort();
  await expect(asked).rejects.toThrow();
  const pid = Number(readFileSync(noted, 'utf8'));
  await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow());
});
