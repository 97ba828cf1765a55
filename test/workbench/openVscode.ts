/**
 * Opens the built extension in a real VS Code, on a sample workspace: `npm run vscode`. Desktop VS Code where `code` is
 * on the PATH, else code-server on localhost, whose address is printed; Ctrl-C ends it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { enginePid, runFolders } from './driver/runEngines';
import { startServer } from './driver/server';
import { builtPackage } from './setup/builtPackage';
import { ensureCodeServer } from './setup/codeServer';
import { findProgram } from './setup/findProgram';
import { writeImageFolder } from './workspaces/imageFolder';

const root = process.cwd();

/** A folder with images and a configuration; what a person did there before stays. */
async function sampleWorkspace(): Promise<string> {
  const folder = join(root, '.simclr', 'sample-workspace');
  if (existsSync(folder)) return folder;
  await mkdir(folder, { recursive: true });
  await writeImageFolder(join(folder, 'photos'), 10, 100);
  const config = { preset: 'quick', name: 'first', data: { source: 'photos' }, epochs: 60 };
  await writeFile(join(folder, 'first.simclr.json'), `${JSON.stringify(config, null, 2)}\n`);
  return folder;
}

function openDesktop(code: string, folder: string): void {
  console.log(`Opening ${folder} in VS Code.`);
  const { status } = spawnSync(code, [`--extensionDevelopmentPath=${root}`, '--new-window', folder], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  process.exitCode = status ?? 1;
}

async function openInBrowser(folder: string): Promise<void> {
  const codeServer = await ensureCodeServer((line) => {
    console.log(line);
  });
  const server = await startServer(codeServer, [await builtPackage()]);
  console.log(`\nOpen http://127.0.0.1:${String(server.port)}/?folder=${folder}\nCtrl-C ends it.`);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.once(signal, () => {
        resolve();
      });
  });
  await server.stop();
  const live = runFolders(join(folder, '.simclr', 'runs')).filter((run) => enginePid(run) !== undefined);
  if (live.length > 0)
    console.log('\nThe run in training goes on; stop it from here when you open it again.');
}

async function main(): Promise<void> {
  const folder = await sampleWorkspace();
  const code = findProgram('code', 'code.cmd');
  if (code === undefined) await openInBrowser(folder);
  else openDesktop(code, folder);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
