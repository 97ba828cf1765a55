import { RunPanelPage } from '../../workbench/driver/runPanelPage';
import { Workbench } from '../../workbench/driver/workbench';
import {
  makeSampleWorkspace,
  quickRun,
  removeWorkspace,
  writeConfig,
} from '../../workbench/workspaces/sampleWorkspace';
import type { OpenUiCase, UiCase } from './uiCase';
import type { UiSetup } from './uiSetup';

const seconds = 10;

/** The longest frame of a run panel whose curves grow with every step. */
export const framesCase: UiCase = {
  name: 'frames',
  description: `longest frame in ${String(seconds)} s while a run streams`,
  goal: 50,
  open,
};

async function open({ port, chromium }: UiSetup): Promise<OpenUiCase> {
  const workspace = await makeSampleWorkspace();
  await writeConfig(workspace.folder, 'first', { ...quickRun, epochs: 3000 });
  const workbench = await Workbench.open({ port, chromium, folder: workspace.folder });
  await workbench.openFile('first.simclr.json');
  await workbench.runCommand('SimCLR: Start run from this configuration');
  const panel = await RunPanelPage.find(workbench, quickRun.name);
  await panel.waitForPoints('Loss', 10);
  return {
    measure: () =>
      panel.content.evaluate(
        (length) =>
          new Promise<number>((resolve) => {
            let [first, last, longest] = [0, 0, 0];
            const frame = (now: number) => {
              if (first === 0) first = now;
              else longest = Math.max(longest, now - last);
              last = now;
              if (now - first < length) requestAnimationFrame(frame);
              else resolve(longest);
            };
            requestAnimationFrame(frame);
          }),
        seconds * 1000,
      ),
    close: async () => {
      await workbench.close();
      await removeWorkspace(workspace);
    },
  };
}
