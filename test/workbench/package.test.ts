import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { readRun } from '../../engine/runs/readRun';
import { installNativeModules } from '../../extension/packaging/nativeModules';
import { runProgram } from '../../extension/packaging/runProgram';
import { targets } from '../../extension/packaging/targets';
import { runFolders } from './driver/runEngines';
import { inVscode } from './inVscode';
import { makeSampleWorkspace, removeWorkspace, type SampleWorkspace } from './workspaces/sampleWorkspace';

/** Every file of a folder, relative to it. */
async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll(sep, '/'),
    );
}

/** Names of the platforms whose binaries are among the files. */
const platforms = (files: readonly string[]) =>
  new Set(files.flatMap((file) => /@img\/sharp-(?:libvips-)?([^/]+)\//.exec(file)?.[1] ?? []));

inVscode('the package', () => {
  let workspace: SampleWorkspace;
  let work: string;
  beforeAll(async () => {
    workspace = await makeSampleWorkspace();
    work = await mkdtemp(join(tmpdir(), 'simclr-native-'));
  });
  afterAll(async () => {
    await removeWorkspace(workspace);
    await rm(work, { recursive: true });
  });

  it('carries what runs, and neither sources, tests nor binaries of other platforms', async () => {
    const files = await filesOf(inject('workbench').extension);
    const top = files.filter((file) => !file.startsWith('dist/node_modules/') && !file.startsWith('media/'));
    const allowed =
      /^(package(\.nls)?\.json|\.vsixmanifest|(readme|changelog)\.md|LICENSE\.txt|dist\/THIRD-PARTY-LICENSES\.txt|dist\/(engine|extension|webview)\/[\w.-]+\.(js|wasm|css))$/i;
    expect(top.filter((file) => !allowed.test(file))).toEqual([]);
    expect(files.filter((file) => /\.(ts|map|node-gyp|cc|h)$/.test(file))).toEqual([]);
    expect(platforms(files).size).toBe(1);
    for (const needed of ['dist/extension/extension.js', 'dist/engine/main.js', 'media/run.schema.json']) {
      expect(files).toContain(needed);
    }
  });

  it('trains on PNG files once it is installed', async () => {
    const cli = join(inject('workbench').extension, 'dist', 'engine', 'cli.js');
    const config = join(workspace.folder, 'first.simclr.json');
    await runProgram(process.execPath, [cli, 'train', '--config', config, '--epochs', '1'], {
      cwd: workspace.folder,
    });
    const [run = ''] = runFolders(workspace.runsFolder);
    expect(readRun(run)).toMatchObject({ state: 'finished', record: { dataset: { trainCount: 256 } } });
  });

  it.each(['win32-x64', 'darwin-arm64'])('for %s takes only its binaries', async (name) => {
    const target = targets.find((candidate) => candidate.name === name);
    if (!target) throw new Error(`There is no target ${name}.`);
    const modules = join(work, name, 'modules');
    await installNativeModules(target, 'package-lock.json', join(work, name, 'install'), modules);
    const files = await filesOf(modules);
    expect([...platforms(files)]).toEqual([name]);
    expect(files.some((file) => /sharp[^/]*\.node$/.test(file))).toBe(true);
  });
});
