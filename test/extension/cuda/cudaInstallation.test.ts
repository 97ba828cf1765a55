import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import type * as FilePromises from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CudaInstallation, type InstallStage } from '../../../extension/cuda/cudaInstallation';
import { installFailure } from '../../../extension/cuda/installFailure';
import { npmCommand } from '../../../extension/cuda/npmCommand';
import { npmProxy } from '../../../extension/cuda/npmProxy';
import { NpmError } from '../../../extension/cuda/runNpm';
import { poll } from '../../workbench/driver/poll';
import { makeStandInNpm, type NpmBehaviour } from './standInNpm';

vi.mock('vscode', async () => await import('../fakeVscode'));
/** How often Windows does not yet let go of a folder. */
let held = 0;
vi.mock('node:fs/promises', async (load) => {
  const files = await load<typeof FilePromises>();
  const rename: typeof files.rename = (from, to) =>
    String(from).endsWith('cuda') && held-- > 0
      ? Promise.reject(new Error('EBUSY: resource busy or locked'))
      : files.rename(from, to);
  return { ...files, rename };
});
vi.mock('node:timers/promises', () => ({ setTimeout: () => Promise.resolve() }));

let storage: string;
let packages: string;
let npms: string[] = [];
let installation: CudaInstallation;
beforeEach(() => {
  storage = mkdtempSync(join(tmpdir(), 'simclr-storage-'));
  packages = mkdtempSync(join(tmpdir(), 'simclr-packages-'));
  mkdirSync(join(packages, '@tensorflow', 'tfjs-node-gpu'), { recursive: true });
  writeFileSync(join(packages, '@tensorflow', 'tfjs-node-gpu', 'package.json'), '{}');
  npms = [];
  held = 0;
  installation = new CudaInstallation(join(storage, 'cuda'));
});
afterEach(() => {
  for (const folder of [storage, packages, ...npms]) rmSync(folder, { recursive: true });
});

function start(behaviour: NpmBehaviour) {
  const node = makeStandInNpm(behaviour, packages);
  npms.push(dirname(node));
  const [lines, stages, abort]: [string[], InstallStage[], AbortController] = [[], [], new AbortController()];
  const release = vi.fn(() => Promise.resolve());
  const done = installation.install({
    node,
    env: process.env,
    signal: abort.signal,
    onLine: (line) => lines.push(line),
    onStage: (stage) => stages.push(stage),
    release,
  });
  return { done, lines, stages, abort, release };
}

async function failureOf(done: Promise<void>): Promise<unknown> {
  return done.then(
    () => null,
    (error: unknown) => error,
  );
}

test('installs the package where an engine finds it, and tells how far it is', async () => {
  const { done, stages } = start('installs');
  await done;
  expect(stages).toEqual(['packages', 'tensorflow', 'addon']);
  expect(readdirSync(storage)).toEqual(['cuda']);
  expect(existsSync(join(storage, 'cuda/node_modules/@tensorflow/tfjs-node-gpu/package.json'))).toBe(true);
  expect(installation.environment(['/work'])['SIMCLR_CUDA_PATH']?.split(':').slice(-2)).toEqual([
    join(storage, 'cuda'),
    '/work',
  ]);
});

test('leaves nothing where the network fails, but the one that was there, and says so', async () => {
  await start('installs').done;
  const error = await failureOf(start('isOffline').done);
  expect(error).toBeInstanceOf(NpmError);
  expect(installFailure(error)).toMatch(/network does not reach/);
  expect(readdirSync(storage)).toEqual(['cuda']);
  await installation.remove();
  expect(readdirSync(storage)).toEqual([]);
});

test('a second one is refused, and does not disturb the first', async () => {
  const first = start('installs');
  expect(await failureOf(start('installs').done)).toMatchObject({
    message: expect.stringMatching(/being installed already/) as string,
  });
  await first.done;
  await start('installs').done;
  expect(readdirSync(storage)).toEqual(['cuda']);
});

test('replaces the one that was there once it is out of use', async () => {
  await start('installs').done;
  held = 3;
  const { done, release } = start('installs');
  await done;
  expect(release).toHaveBeenCalledOnce();
  expect(held).toBeLessThan(0);
  expect(readdirSync(storage)).toEqual(['cuda']);
});

test('what was downloaded is kept where the one that was there stays in use', async () => {
  await start('installs').done;
  held = Infinity;
  expect(await failureOf(start('installs').done)).toMatchObject({
    message: expect.stringMatching(/in use: stop the runs/) as string,
  });
  held = 0;
  // Nothing is downloaded any more.
  await start('isOffline').done;
  expect(readdirSync(storage)).toEqual(['cuda']);
});

test('takes an installation without TensorFlow for none', async () => {
  const error = await failureOf(start('withoutScripts').done);
  expect(installFailure(error)).toMatch(/its install script did not run/);
  expect(readdirSync(storage)).toEqual([]);
});

test('called off, ends all that was started and leaves nothing', async () => {
  const { done, lines, abort } = start('hangs');
  const child = await poll('its child', () => {
    const pid = lines.map((line) => /^child (\d+)$/.exec(line)?.[1]).find((found) => found !== undefined);
    return pid !== undefined && Number(pid);
  });
  expect(readdirSync(storage)).toHaveLength(1);
  abort.abort(new Error('called off'));
  expect(await failureOf(done)).toMatchObject({ message: 'called off' });
  expect(readdirSync(storage)).toEqual([]);
  await poll('its end', () => !isAlive(child));
});

test('clears away what a window has left that was closed at work', async () => {
  // No process has that number on Linux, which has four million at most.
  mkdirSync(join(storage, 'cuda.installing-99999999'));
  await start('installs').done;
  expect(readdirSync(storage)).toEqual(['cuda']);
});

test.each<[string, RegExp]>([
  ['npm error code ENOSPC', /disk is full/],
  ['npm error code ETARGET', /registry that is set up does not have/],
  ['Error: Unsupported system: gpu-linux-arm64', /no build of TensorFlow/],
  ['node-pre-gyp install failed with error: Error', /no build of the addon/],
  ['something new', /^npm ended with code 1: the log says why\.$/],
])('says what "%s" means', (line, sentence) => {
  expect(installFailure(new NpmError('npm ended with code 1', ['npm warn old', line]))).toMatch(sentence);
});

test('has every download take the same proxy', () => {
  const [proxy, other] = ['http://proxy:3128', 'http://other:8080'];
  expect(npmProxy({ PATH: '/bin' }, '')).toEqual({ PATH: '/bin' });
  expect(npmProxy({ PATH: '/bin' }, proxy)).toEqual({ PATH: '/bin', HTTPS_PROXY: proxy, http_proxy: proxy });
  expect(npmProxy({ https_proxy: proxy }, other)).toMatchObject({ HTTPS_PROXY: proxy, http_proxy: proxy });
  expect(npmProxy({ HTTPS_PROXY: proxy, HTTP_PROXY: other }, '')).toMatchObject({
    ...{ HTTPS_PROXY: proxy, http_proxy: other },
  });
});

test('says that there is no npm', () => {
  expect(() => npmCommand('/nowhere/node', storage)).toThrow('npm was not found on the PATH.');
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
