/**
 * Takes the README's pictures into media/screenshots: `npm run screenshots`. Trains for some minutes on the built-in
 * images, so that there is something to see.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from '../../extension/packaging/runProgram';
import { compareAllRuns, comparisonPage } from './driver/comparisonPage';
import { EmbeddingPanelPage } from './driver/embeddingPanelPage';
import { evaluationPage } from './driver/evaluationPage';
import { poll } from './driver/poll';
import { killEngines } from './driver/runEngines';
import { RunPanelPage } from './driver/runPanelPage';
import { startServer } from './driver/server';
import { StudioPanel } from './driver/studioPanel';
import { studyPage } from './driver/studyPage';
import { panelArea, pictures, quickPick, sideBar, takePicture } from './driver/takePicture';
import { useTheme } from './driver/themes';
import { windowSize, Workbench } from './driver/workbench';
import { builtPackage } from './setup/builtPackage';
import { ensurePrerequisites } from './setup/prerequisites';
import { writeImageFolder } from './workspaces/imageFolder';
import { writeConfig } from './workspaces/sampleWorkspace';

const cli = join(process.cwd(), 'dist', 'engine', 'cli.js');
/** A study whose runs take seconds, and which has numbers of the paper's. */
const studied = 'single-transformations';

function setTheme(folder: string, theme: string): Promise<void> {
  return useTheme(folder, theme, { 'simclr.enginePath': process.execPath });
}

/** What was there before: a short run to its end, and a study with its verdict. */
async function prepare(folder: string): Promise<void> {
  await writeImageFolder(join(folder, 'shapes'), 10, 60);
  const data = { source: 'shapes' };
  await writeConfig(folder, 'shapes', {
    preset: 'quick',
    name: 'shapes-quick',
    data,
    epochs: 12,
    batchSize: 64,
  });
  await writeConfig(folder, 'builtin', { preset: 'quick', name: 'builtin-quick' });
  await writeConfig(folder, 'warmer', {
    preset: 'quick',
    name: 'builtin-tau-0.5',
    loss: { temperature: 0.5 },
    epochs: 6,
  });
  await runProgram(process.execPath, [cli, 'train', '--config', 'shapes.simclr.json'], { cwd: folder });
  await runProgram(process.execPath, [cli, 'study', 'run', studied], { cwd: folder });
}

async function start(workbench: Workbench, file: string, name: string): Promise<RunPanelPage> {
  await workbench.openFile(file);
  await workbench.runCommand('SimCLR: Start run from this configuration');
  return RunPanelPage.find(workbench, name);
}

async function play(workbench: Workbench, folder: string): Promise<void> {
  await workbench.showViews();
  await workbench.treeItem('Experiments', /^shapes-quick, finished/);
  await workbench.treeItem('Studies', /^Transformations alone, .* of \d+ runs/);
  await workbench.treeItem('Datasets', /images/);
  await workbench.treeItem('Devices', /GFLOP/);
  await workbench.runCommand('SimCLR: Start SimCLR run');
  await workbench.acceptQuickInput('Images to learn from');
  await workbench.quickRows.filter({ hasText: 'quick' }).first().waitFor();
  await takePicture(workbench, 'start', quickPick);
  await workbench.page.keyboard.press('Escape');

  const panel = await start(workbench, 'builtin.simclr.json', 'builtin-quick');
  await start(workbench, 'warmer.simclr.json', 'builtin-tau-0.5');
  await workbench.runCommand('View: Close All Editors');
  await workbench.runAndPick('SimCLR: Open run', /^builtin-quick/);
  await panel.findAgain();
  // Two thirds of its steps.
  await panel.waitForPoints('Loss', 470, 600_000);
  await panel.press('New sample');
  await takePicture(workbench, 'run-panel-dark', panelArea);
  await takePicture(workbench, 'sidebar', sideBar);
  await setTheme(folder, 'Default Light Modern');
  await panel.waitForTheme('vscode-light');
  await panel.waitForPoints('Loss', 500, 600_000);
  await takePicture(workbench, 'run-panel-light', panelArea);

  await workbench.treeItem('Experiments', /^builtin-quick, finished/, 600_000);
  await workbench.treeItem('Experiments', /^builtin-tau-0.5, finished/, 600_000);
  await setTheme(folder, 'Default Dark Modern');
  await takeEmbeddings(workbench);
  await takeStudio(workbench);
  await takeStudy(workbench);
  await takeComparison(workbench);
  await takeEvaluation(workbench, folder);
}

/** Shows nothing but what a command opens. */
async function openAlone(workbench: Workbench, command: string): Promise<void> {
  await clear(workbench);
  await workbench.runCommand(command);
}

async function clear(workbench: Workbench): Promise<void> {
  await workbench.runCommand('Notifications: Clear All Notifications');
  await workbench.runCommand('View: Close All Editors');
}

async function takeEmbeddings(workbench: Workbench): Promise<void> {
  await openAlone(workbench, 'SimCLR: Compare h and z...');
  await workbench.pickQuickRow(/^builtin-quick/);
  const panel = await EmbeddingPanelPage.find(workbench, 'builtin-quick');
  await panel.waitForTheme('vscode-dark');
  await panel.lasso(0, [
    [0.1, 0.1],
    [0.4, 0.1],
    [0.4, 0.6],
    [0.1, 0.6],
  ]);
  const count = await poll('a selection', () => panel.selected());
  const pictures = panel.content.locator('.pictures .thumb.is-there');
  await poll('the images', async () => (await pictures.count()) === Math.min(48, count));
  await panel.content.locator('.selected-table tbody tr').first().focus();
  await poll('the neighbours', async () => (await panel.content.locator('.neighbours li').count()) === 12);
  await takePicture(workbench, 'embeddings', panelArea);
}

async function takeStudio(workbench: Workbench): Promise<void> {
  await workbench.runCommand('View: Close All Editors');
  await workbench.openFile('builtin.simclr.json');
  await workbench.runCommand('SimCLR: Open augmentation studio');
  const studio = await StudioPanel.find(workbench, 'builtin.simclr.json');
  await studio.shortcut();
  await studio.pixels();
  await takePicture(workbench, 'studio', panelArea);
}

async function takeStudy(workbench: Workbench): Promise<void> {
  // High enough for verdict, grid and figure.
  await workbench.page.setViewportSize({ width: 1400, height: 1100 });
  await openAlone(workbench, 'SimCLR: Open study');
  await workbench.pickQuickRow(/^Transformations alone/);
  const page = await studyPage(workbench, 'Transformations alone');
  await page.locator('.figure-plot canvas').first().waitFor();
  await takePicture(workbench, 'study', { ...panelArea, height: 1040 });
  await workbench.page.setViewportSize(windowSize);
}

async function takeComparison(workbench: Workbench): Promise<void> {
  await clear(workbench);
  await compareAllRuns(workbench);
  const frame = await comparisonPage(workbench, 3);
  await poll('the metrics', async () =>
    (await frame.locator('.run-table').innerText()).includes('Linear probe h'),
  );
  await takePicture(workbench, 'comparison', panelArea);
}

async function takeEvaluation(workbench: Workbench, folder: string): Promise<void> {
  await runProgram(process.execPath, [cli, 'evaluate', 'builtin-quick'], { cwd: folder });
  await openAlone(workbench, 'SimCLR: Open evaluation');
  const page = await evaluationPage(workbench, 'builtin-quick');
  await page.locator('.section > h2').first().waitFor();
  await takePicture(workbench, 'evaluation', panelArea);
}

async function main(): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), 'simclr-screenshots-'));
  // The folder's name stands in the pictures.
  const folder = join(work, 'shapes-lab');
  await mkdir(folder);
  await mkdir(pictures, { recursive: true });
  const { codeServer, chromium } = await ensurePrerequisites((line) => {
    console.log(line);
  });
  await setTheme(folder, 'Default Dark Modern');
  await prepare(folder);
  const server = await startServer(codeServer, [await builtPackage()]);
  try {
    const workbench = await Workbench.open({ port: server.port, chromium, folder });
    try {
      await play(workbench, folder);
    } catch (error) {
      await workbench.screenshot('failed-screenshots');
      throw error;
    } finally {
      await workbench.close();
    }
  } finally {
    await server.stop();
    await killEngines(join(folder, '.simclr', 'runs'));
    await rm(work, { recursive: true, force: true, maxRetries: 5 });
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
