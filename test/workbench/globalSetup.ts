import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startBrowser } from './driver/browser';
import { startServer } from './driver/server';
import { builtPackage } from './setup/builtPackage';
import { ensurePrerequisites, type Prerequisites } from './setup/prerequisites';
import { emptyWorkspace, workspaceAt } from './workspaces/sampleWorkspace';

declare module 'vitest' {
  interface ProvidedContext {
    workbench: {
      readonly port: number;
      /** Path of Chromium, and address of the one that all windows are opened in. */
      readonly chromium: string;
      readonly browser: string;
      /** Path of the extension as it was installed. */
      readonly extension: string;
      /** Folder of the workspace that groups of tests use in turn, and one for what they find as they left it. */
      readonly folder: string;
      readonly kept: string;
    };
  }
}

/** Packages the extension and starts one code-server with it, and one browser, for all tests of the project. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (process.env['SIMCLR_SKIP_WORKBENCH'] === '1') {
    console.warn('SIMCLR_SKIP_WORKBENCH is set: nothing is tested in VS Code.');
    return undefined;
  }
  const { codeServer, chromium } = await prerequisites();
  // First of all: it has something to do on its own.
  const browser = await startBrowser(chromium);
  const server = await startServer(codeServer, [await builtPackage()]);
  const [installed] = (await readdir(server.extensions)).filter((name) => name.startsWith('simclr-lab.'));
  if (installed === undefined) throw new Error('code-server did not install the package.');
  const work = await mkdtemp(join(tmpdir(), 'simclr-workbench-'));
  const [folder, kept] = [join(work, 'workspace'), join(work, 'kept')];
  await mkdir(folder);
  project.provide('workbench', {
    ...{ port: server.port, chromium, browser: browser.wsEndpoint(), folder, kept },
    extension: join(server.extensions, installed),
  });
  return async () => {
    await browser.close();
    await server.stop();
    await emptyWorkspace(workspaceAt(folder));
    await rm(work, { recursive: true, force: true, maxRetries: 5 });
  };
}

/** What is missing is said without where in the code it was missed. */
async function prerequisites(): Promise<Prerequisites> {
  try {
    return await ensurePrerequisites((line) => {
      console.log(line);
    });
  } catch (error) {
    if (error instanceof Error) error.stack = error.message;
    throw error;
  }
}
