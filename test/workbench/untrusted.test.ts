import { dirname } from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { checkpointLine } from './driver/checkpointLine';
import { checkpointPage } from './driver/checkpointPage';
import { startServer, type Server } from './driver/server';
import { Workbench } from './driver/workbench';
import { inVscode } from './inVscode';
import { ensureCodeServer } from './setup/codeServer';
import { trainInTerminal } from './workspaces/finishedRun';
import { makeSampleWorkspace, removeWorkspace, type SampleWorkspace } from './workspaces/sampleWorkspace';

inVscode('a workspace that is not trusted', () => {
  let server: Server | undefined;
  let workspace: SampleWorkspace | undefined;
  let workbench: Workbench;

  beforeAll(async () => {
    workspace = await makeSampleWorkspace();
    await trainInTerminal(workspace, 3);
    const { chromium, browser, extension } = inject('workbench');
    server = await startServer(await ensureCodeServer(() => undefined), dirname(extension), false);
    workbench = await Workbench.open({ port: server.port, chromium, browser, folder: workspace.folder });
  });
  afterAll(async () => {
    await workbench.close();
    await server?.stop();
    if (workspace) await removeWorkspace(workspace);
  });

  it('shows a checkpoint, and says what needs trust', async () => {
    const line = await checkpointLine(workbench, /^first, finished/, /^Step 24/);
    await workbench.clickLine(line);
    const page = await checkpointPage(workbench, 'first, step 24');
    expect(await page.locator('.tree-rows .tree-row').count()).toBeGreaterThan(5);
    for (const name of ['Resume from here', 'Evaluate…', 'Export…']) {
      const button = page.getByRole('button', { name });
      expect(await button.isEnabled(), name).toBe(false);
    }
    expect(
      await page.getByTitle('This needs a trusted workspace: trust it by the command').allInnerTexts(),
    ).toEqual(['Resume from here', 'Evaluate…', 'Export…']);
    expect(await page.getByRole('button', { name: 'Open run' }).isEnabled()).toBe(true);
    await workbench.screenshot('untrusted-checkpoint');
    expect(workbench.problems).toEqual([]);
  });
});
