import { spawn, type ChildProcess } from 'node:child_process';
import type * as childProcess from 'node:child_process';
import { openSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from '../../../extension/packaging/runProgram';
import type { CodeServer } from '../setup/codeServer';
import { freePort } from './freePort';
import { poll } from './poll';
import { tidyingKey } from './tidyingKey';

/** A running code-server with folders of its own. */
export interface Server {
  readonly port: number;
  /** Folder of the installed extensions, a folder each. */
  readonly extensions: string;
  /** Ends it with everything that it has started, and removes its folders. */
  stop(): Promise<void>;
}

/**
 * Starts code-server on a free port of the loopback interface.
 * @param extensions paths of .vsix files to install before, or the folder where another one has installed its own.
 * @param trusting whether every workspace is trusted; else none is, and nobody is asked at the start.
 * @throws Error when it does not answer.
 */
export async function startServer(
  codeServer: CodeServer,
  extensions: readonly string[] | string,
  trusting = true,
): Promise<Server> {
  const folder = await mkdtemp(join(tmpdir(), 'simclr-code-server-'));
  const port = await freePort();
  const config = join(folder, 'config.yaml');
  await writeFile(config, 'auth: none\n');
  const installed = typeof extensions === 'string' ? extensions : join(folder, 'extensions');
  const folders = ['--user-data-dir', join(folder, 'data'), '--extensions-dir', installed];
  const user = join(folder, 'data', 'User');
  await mkdir(user, { recursive: true });
  await writeFile(join(user, 'settings.json'), JSON.stringify(userSettings(trusting)));
  await writeFile(join(user, 'keybindings.json'), JSON.stringify([tidyingKey]));
  for (const extension of typeof extensions === 'string' ? [] : extensions) {
    const args = [codeServer.entry, '--config', config, ...folders, '--install-extension', extension];
    await runProgram(codeServer.node, args, { env: environment() });
  }

  const log = openSync(join(folder, 'server.log'), 'a');
  const child = spawn(
    process.execPath,
    [
      ...['-e', `(${launch.toString()})(require('node:child_process'))`, '--'],
      ...[codeServer.node, codeServer.entry, '--config', config, '--auth', 'none', ...folders],
      ...['--bind-addr', `127.0.0.1:${String(port)}`, '--disable-telemetry', '--disable-update-check'],
      ...(trusting ? ['--disable-workspace-trust'] : []),
      '--disable-getting-started-override',
    ],
    // A group of its own, so that all of it can be ended at once.
    { detached: true, stdio: ['pipe', log, log], env: environment() },
  );
  const stop = async () => {
    await endGroup(child);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await poll('code-server', async () => (await fetch(`http://127.0.0.1:${String(port)}/healthz`)).ok);
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, extensions: installed, stop };
}

/**
 * Runs in a process of its own: starts the program that its arguments name, and ends it and everything that it has
 * started when this process is gone, by whatever means: the pipe between them ends then.
 */
function launch({ spawn: start }: typeof childProcess): void {
  const [program = '', ...args] = process.argv.slice(1);
  start(program, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  process.stdin.on('end', () => process.kill(-process.pid, 'SIGKILL')).resume();
}

/** Nothing pops up that a test did not ask for. */
const userSettings = (trusting: boolean) => ({
  'extensions.ignoreRecommendations': true,
  'security.workspace.trust.enabled': !trusting,
  'security.workspace.trust.startupPrompt': 'never',
  'telemetry.telemetryLevel': 'off',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'window.autoDetectColorScheme': false,
  'git.enabled': false,
});

/** Of this process, without what belongs to npm, to the test runner or to another VS Code. */
function environment(): NodeJS.ProcessEnv {
  const foreign = /^(npm_|VSCODE_|VITEST|NODE_OPTIONS$|NODE_ENV$|TEST$)/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}

async function endGroup(child: ChildProcess): Promise<void> {
  const { pid } = child;
  if (pid === undefined) return;
  const signal = (name: NodeJS.Signals | 0) => {
    try {
      return process.kill(-pid, name);
    } catch {
      return false;
    }
  };
  signal('SIGTERM');
  await poll('the end of code-server', () => !signal(0), 5000).catch(() => signal('SIGKILL'));
}
