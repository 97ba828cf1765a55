import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { UserError } from '../../../engine/errors';
import { processStart } from '../../../engine/runs/processIdentity';
import { acquireLock, lockOwner } from '../../../engine/runs/runLock';
import { buildProgram, kill, startProgram } from './program';
import { temporaryFolder } from './temporaryFolder';

const folder = temporaryFolder();
const lockPath = () => join(folder(), 'lock');
const writeOwner = (owner: object) => writeFileSync(lockPath(), JSON.stringify(owner));

it('is held until it is released', () => {
  const lock = acquireLock(lockPath());
  expect(lockOwner(lockPath())).toMatchObject({ pid: process.pid, host: hostname() });
  expect(() => acquireLock(lockPath())).toThrow('already open in this process');
  lock.release();
  expect(lockOwner(lockPath())).toBeNull();
  expect(existsSync(lockPath())).toBe(false);
  acquireLock(lockPath()).release();
});

it('refuses while another process lives and takes over when it was killed', async () => {
  const { child } = await startProgram(buildProgram('holdLock', folder()), lockPath());
  expect(() => acquireLock(lockPath())).toThrow(
    new UserError(`the run is being written by process ${child.pid}: wait for it to end, or stop it`),
  );
  await kill(child);
  expect(lockOwner(lockPath())).toBeNull();
  const lock = acquireLock(lockPath());
  expect(lockOwner(lockPath())?.pid).toBe(process.pid);
  lock.release();
});

it('does not take a new process with an old number for the owner', () => {
  writeOwner({ pid: process.pid, host: hostname(), start: 'another boot:1' });
  expect(lockOwner(lockPath())).toBeNull();
  acquireLock(lockPath()).release();
});

it('believes another machine while it keeps touching its lock', () => {
  writeOwner({ pid: 1, host: 'elsewhere', start: 'x' });
  expect(lockOwner(lockPath())?.host).toBe('elsewhere');
  expect(() => acquireLock(lockPath())).toThrow(
    /process 1 on elsewhere.*or delete .*lock if that machine is gone/,
  );
  const hourAgo = new Date(Date.now() - 3_600_000);
  utimesSync(lockPath(), hourAgo, hourAgo);
  expect(lockOwner(lockPath())).toBeNull();
  acquireLock(lockPath()).release();
});

it('takes over a lock that was cut off', () => {
  writeFileSync(lockPath(), '{"pid":');
  acquireLock(lockPath()).release();
});

it('does not remove a lock that somebody else has taken since', () => {
  const lock = acquireLock(lockPath());
  writeOwner({ pid: 1, host: 'elsewhere', start: 'x' });
  lock.release();
  expect(readFileSync(lockPath(), 'utf8')).toContain('elsewhere');
});

it('tells processes apart by when they started', () => {
  expect(processStart(process.pid)).toBe(processStart(process.pid));
  expect(processStart(process.pid)).not.toBe(processStart(process.ppid));
  expect(processStart(2 ** 22 + 12345)).toBeNull();
});
