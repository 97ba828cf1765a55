import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunConfigInput } from '../../../engine/config/runConfig';
import { killEngines } from '../driver/runEngines';
import { writeImageFolder } from './imageFolder';

/** A workspace for a test. */
export interface SampleWorkspace {
  readonly folder: string;
  /** Where its runs are kept. */
  readonly runsFolder: string;
}

/** A run of seconds on the images of the sample workspace; two minutes with `epochs` at 1000. */
export const quickRun = {
  preset: 'quick',
  name: 'first',
  data: { source: 'photos' },
  encoder: { width: 4 },
  batchSize: 32,
  epochs: 6,
} satisfies RunConfigInput & { preset: string };

/** Trains for longer than anything waits for, on one of the cores, so that the window has another. */
export const endlessRun = {
  ...quickRun,
  name: 'long',
  epochs: 3000,
  device: { threads: 1, loaderThreads: 1 },
} satisfies RunConfigInput & { preset: string };

/**
 * Makes a workspace in a temporary folder: `photos/` with four classes of 80 images, and `first.simclr.json`.
 * @param settings for its `.vscode/settings.json`.
 */
export async function makeSampleWorkspace(
  settings: Readonly<Record<string, unknown>> = {},
): Promise<SampleWorkspace> {
  const workspace = await makeEmptyWorkspace(settings);
  await writeSample(workspace);
  return workspace;
}

/** Writes what is in a sample workspace: `photos/` with four classes of 80 images, and `first.simclr.json`. */
export async function writeSample({ folder }: SampleWorkspace): Promise<void> {
  await writeImageFolder(join(folder, 'photos'), 4, 80);
  await writeConfig(folder, 'first', quickRun);
}

/** Makes a workspace for the suite in the extension host: images alone, so that nothing activates the extension. */
export async function makeSuiteWorkspace(): Promise<SampleWorkspace> {
  const workspace = await makeEmptyWorkspace();
  await writeImageFolder(join(workspace.folder, 'photos'), 4, 80);
  return workspace;
}

/** Makes a workspace with nothing in it. */
export async function makeEmptyWorkspace(
  settings: Readonly<Record<string, unknown>> = {},
): Promise<SampleWorkspace> {
  const folder = await mkdtemp(join(tmpdir(), 'simclr-workspace-'));
  if (Object.keys(settings).length > 0) {
    await mkdir(join(folder, '.vscode'));
    await writeFile(join(folder, '.vscode', 'settings.json'), JSON.stringify(settings));
  }
  return workspaceAt(folder);
}

/** The workspace of a folder. */
export function workspaceAt(folder: string): SampleWorkspace {
  return { folder, runsFolder: join(folder, '.simclr', 'runs') };
}

/** Writes `<name>.simclr.json` into a folder. */
export async function writeConfig(folder: string, name: string, config: object): Promise<void> {
  await writeFile(join(folder, `${name}.simclr.json`), `${JSON.stringify(config, null, 2)}\n`);
}

/** Ends the engines that still work in it, and removes what is in it, but not the folder itself. */
export async function emptyWorkspace({ folder, runsFolder }: SampleWorkspace): Promise<void> {
  await killEngines(runsFolder);
  for (const name of await readdir(folder)) {
    await rm(join(folder, name), { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Ends the engines that still work in it, and removes it. */
export async function removeWorkspace({ folder, runsFolder }: SampleWorkspace): Promise<void> {
  await killEngines(runsFolder);
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}
