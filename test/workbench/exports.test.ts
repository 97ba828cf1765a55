import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { metricKeys } from '../../engine/runs/metricsLine';
import { readMetrics } from '../../engine/runs/readMetrics';
import { runPaths } from '../../engine/runs/runPaths';
import { poll } from './driver/poll';
import { inVscode, useScene } from './inVscode';
import { writeTrainedSample } from './workspaces/trainedSample';

inVscode('what is written of a run for others', () => {
  let run: string;
  const scene = useScene(async (workspace) => {
    run = await writeTrainedSample(workspace);
  });
  const row = () =>
    scene()
      .workbench.view('Experiments')
      .getByRole('treeitem', { name: /^first, finished/ });
  /** Takes the path that the dialog proposes, as VS Code draws it in a browser. */
  const acceptPath = async (proposed: string, picture: string) => {
    const { workbench } = scene();
    await poll(`the path ${proposed}`, async () => (await workbench.quickInput.inputValue()) === proposed);
    await workbench.screenshot(picture);
    await workbench.page.keyboard.press('Enter');
  };
  /** Waits for the notice, and until that of the progress has given way to it. */
  const noticed = (text: string) =>
    poll(`the notice "${text}"`, async () => {
      const [notice = '', more] = await scene().workbench.notifications();
      return more === undefined && notice.includes(text);
    });

  it('is a report, from the menu of the run, with a notice that shows where it is', async () => {
    const { workbench, workspace } = scene();
    const path = join(workspace.folder, `${basename(run)}.html`);
    await workbench.showViews();
    await workbench.treeItem('Experiments', /^first, finished/);
    await workbench.chooseInMenu(row(), 'Write report...');
    await acceptPath(path, 'report-path');
    await noticed(`Saved ${basename(path)}.`);
    await workbench.screenshot('report-notice');
    expect(await readFile(path, 'utf8')).toMatch(/<h1>first<\/h1>[^]*linear probe on h/);
    await workbench.pressInNotification(/Saved/, 'Reveal');
    const explorer = workbench.page.locator('.explorer-folders-view');
    await explorer
      .getByRole('treeitem', { name: basename(path) })
      .first()
      .waitFor();
  });

  it('is a report in Markdown, which opens as a preview with its figures', async () => {
    const { workbench, workspace } = scene();
    await workbench.showViews();
    await workbench.chooseInMenu(row(), 'Write report...');
    const path = join(workspace.folder, 'first.md');
    await poll('the other path', async () => {
      // The dialog writes its own proposal when it is ready, whatever is there.
      if (!(await workbench.quickInput.inputValue()).startsWith(workspace.folder)) return false;
      await workbench.quickInput.fill(path);
      await workbench.page.waitForTimeout(500);
      return (await workbench.quickInput.inputValue()) === path;
    });
    await workbench.page.keyboard.press('Enter');
    const frame = await poll('the preview', async () => {
      for (const each of workbench.page.frames()) {
        if (
          (await each
            .locator('h1', { hasText: 'first' })
            .count()
            .catch(() => 0)) > 0
        )
          return each;
      }
      return undefined;
    });
    await poll('the figures', () =>
      frame.evaluate(
        () => [...document.images].length > 5 && [...document.images].every((i) => i.naturalWidth > 0),
      ),
    );
    await workbench.screenshot('report-markdown');
    expect(readdirSync(join(workspace.folder, 'first-figures'))).toContain('loss.svg');
  });

  it('are its metrics as CSV, which opens', async () => {
    const { workbench, workspace } = scene();
    const path = join(workspace.folder, `${basename(run)}.csv`);
    await workbench.showViews();
    await workbench.chooseInMenu(row(), 'Export metrics for TensorBoard or as CSV...');
    await poll('the formats', async () => (await workbench.quickRows.count()) === 2);
    await workbench.screenshot('export-formats');
    await workbench.pickQuickRow(/^CSV/);
    await acceptPath(path, 'export-path');
    await workbench.page.getByRole('tab', { name: basename(path), selected: true }).waitFor();
    await workbench.screenshot('export-csv');
    const [header, ...rows] = (await readFile(path, 'utf8')).trimEnd().split('\r\n');
    expect(header).toBe(metricKeys.join(','));
    expect(rows).toHaveLength(readMetrics(runPaths(run).metrics).lines.length);
  });

  it('is a log directory for TensorBoard', async () => {
    const { workbench, workspace } = scene();
    await workbench.showViews();
    await workbench.chooseInMenu(row(), 'Export metrics for TensorBoard or as CSV...');
    await workbench.pickQuickRow(/^TensorBoard/);
    await acceptPath(`${workspace.folder}/`, 'export-folder');
    await noticed(`Saved ${basename(run)}.`);
    await workbench.screenshot('export-notice');
    const folder = join(workspace.folder, basename(run));
    expect(readdirSync(folder).some((name) => name.includes('tfevents'))).toBe(true);
    expect(existsSync(join(folder, 'projector_config.pbtxt'))).toBe(true);
  });
});
