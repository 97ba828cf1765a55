import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
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

/**
 * Makes a workspace in a temporary folder: `photos/` with four classes of 80 images, and `first.simclr.json`.
 * @param settings for its `.vscode/settings.json`.
 */
export async function makeSampleWorkspace(
  settings: Readonly<Record<string, unknown>> = {},
): Promise<SampleWorkspace> {
  const workspace = await makeEmptyWorkspace(settings);
  await writeImageFolder(join(workspace.folder, 'photos'), 4, 80);
  await writeConfig(workspace.folder, 'first', quickRun);
  return workspace;
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
  return { folder, runsFolder: join(folder, '.simclr', 'runs') };
}

/** Writes `<name>.simclr.json` into a folder. */
export async function writeConfig(folder: string, name: string, config: object): Promise<void> {
  await writeFile(join(folder, `${name}.simclr.json`), `${JSON.stringify(config, null, 2)}\n`);
}

/** Ends the engines that still work in it, and removes it. */
export async function removeWorkspace({ folder, runsFolder }: SampleWorkspace): Promise<void> {
  await killEngines(runsFolder);
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}
