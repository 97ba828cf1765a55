import { randomBytes } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../errors';
import { hasCode } from '../runs/fileErrors';

/** Longest path of a socket that every system takes, in bytes: macOS has room for 104 with the zero at the end. */
const longestPath = 103;

const suffix = '.sock';

/**
 * A path for a new local socket, in a folder that only this user can enter; on Windows the name of a pipe. Sockets
 * in that folder to which nobody listens any more are removed.
 * @throws UserError where there is no such folder to be had.
 */
export async function newSocketPath(): Promise<string> {
  const name = randomBytes(9).toString('base64url');
  if (process.platform === 'win32') return `\\\\.\\pipe\\simclr-${name}`;
  const folder = socketFolder(name.length + suffix.length);
  await removeDead(folder);
  return join(folder, name + suffix);
}

/** The first folder that is, or can be made, ours alone, and whose path leaves room for a name of that length. */
function socketFolder(nameLength: number): string {
  const user = String(process.getuid?.() ?? '');
  const runtime = process.env['XDG_RUNTIME_DIR'];
  const candidates = [
    ...(runtime === undefined || runtime === '' ? [] : [join(runtime, 'simclr')]),
    join(tmpdir(), `simclr-${user}`),
    `/tmp/simclr-${user}`,
  ];
  const found = candidates.find(
    (folder) => Buffer.byteLength(folder) + 1 + nameLength <= longestPath && isOurs(folder),
  );
  if (found !== undefined) return found;
  throw new UserError(`there is no folder for a local socket: ${candidates.join(', ')} cannot be used`);
}

/** Whether `folder` is a folder of this user that nobody else can enter; made where there is none. */
function isOurs(folder: string): boolean {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) return false;
  }
  try {
    const found = lstatSync(folder);
    if (!found.isDirectory() || found.uid !== process.getuid?.()) return false;
    if ((found.mode & 0o777) !== 0o700) chmodSync(folder, 0o700);
    return true;
  } catch {
    return false;
  }
}

async function removeDead(folder: string): Promise<void> {
  const paths = readdirSync(folder)
    .filter((name) => name.endsWith(suffix))
    .map((name) => join(folder, name));
  await Promise.all(
    paths.map(async (path) => {
      if (await isDead(path)) rmSync(path, { force: true });
    }),
  );
}

/** Whether nobody listens at `path`. */
function isDead(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path, () => {
      socket.destroy();
      resolve(false);
    });
    socket.on('error', (error) => resolve(hasCode(error, 'ECONNREFUSED')));
  });
}
