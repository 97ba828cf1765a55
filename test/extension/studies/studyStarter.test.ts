import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { EngineFork } from '../../../extension/engine/forkEngine';
import { NodeFinder } from '../../../extension/engine/nodeFinder';
import { StudyEngines } from '../../../extension/engine/studyEngines';
import { exampleStudy } from '../../../extension/studies/newStudy';
import { startStudy, studyLogPath, type StudyRunChoice } from '../../../extension/studies/studyStarter';
import { lockOwner } from '../../../engine/runs/runLock';
import { studyLockPath } from '../../../engine/studies/studyPlan';
import { parseStudy } from '../../../engine/studies/studyFile';
import { studyTasks } from '../../../engine/studies/studyTasks';
import { temporaryFolder } from '../../engine/runs/temporaryFolder';
import { quiet } from '../runs/diskRuns';

vi.mock('vscode', async () => await import('../fakeVscode'));

const folder = temporaryFolder();
const choice: StudyRunChoice = { path: null, source: '/photos', seeds: 5, settings: ['device.threads=2'] };

/** Starts a study with a program that is this text. */
function start(program: string, chosen: StudyRunChoice | null = choice) {
  writeFileSync(join(folder(), 'cli.js'), program);
  const fork = new EngineFork(join(folder(), 'main.js'));
  const engines = new StudyEngines(fork, new NodeFinder(() => process.execPath), quiet);
  const request = { name: 'small', size: 'minutes', choice: chosen, folder: folder() } as const;
  return startStudy(engines, folder(), request);
}

/** Takes the study's lock as the engine does, and works for a moment. */
const working = `
  const { writeFileSync } = require('node:fs');
  console.log(JSON.stringify([process.cwd(), ...process.argv.slice(2)]));
  writeFileSync('.studies/small.minutes.lock', JSON.stringify({ pid: process.pid, host: require('node:os').hostname(), start: '' }));
  setTimeout(() => process.exit(), 60_000);
`;

test('is at work once it holds the lock, in the folder that sources refer to, its words in a log', async () => {
  await start(working);
  const { pid = 0 } = lockOwner(studyLockPath(folder(), 'small', 'minutes')) ?? {};
  process.kill(pid);
  const said = readFileSync(studyLogPath(folder(), 'small', 'minutes'), 'utf8');
  expect(JSON.parse(said)).toEqual([
    ...[folder(), 'study', 'run', 'small', '/photos', '--seeds', '5', '--set', 'device.threads=2'],
    ...['--size', 'minutes', '--runs', folder()],
  ]);
});

test('that ends before it has begun is refused in its own words', async () => {
  const failing = `console.error('simclr: photos does not exist: give a folder'); process.exit(1);`;
  await expect(start(failing, null)).rejects.toThrow('photos does not exist: give a folder');
});

test('that finds nothing to do has been started all the same', async () => {
  await expect(start('process.exit(0)')).resolves.toBeUndefined();
});

test('a new study is one that can be run', () => {
  const study = parseStudy(exampleStudy('my-study'), 'my-study.study.json');
  const tasks = studyTasks(study, { size: 'minutes', changes: {}, baseFolder: '/' });
  expect(tasks.map(({ config }) => config.augment.transforms.map(({ type }) => type)).slice(0, 2)).toEqual([
    ['crop'],
    ['crop', 'color'],
  ]);
});
