import { Workbench } from '../../workbench/driver/workbench';
import { poll } from '../../workbench/driver/poll';
import { lengthen, trainInTerminal } from '../../workbench/workspaces/finishedRun';
import { makeSampleWorkspace, removeWorkspace } from '../../workbench/workspaces/sampleWorkspace';
import type { OpenUiCase, UiCase } from './uiCase';
import type { UiSetup } from './uiSetup';

const lines = 200_000;

/** From the command to the charts of a run with very many logged steps. */
export const longRunCase: UiCase = {
  name: 'long run',
  description: `opening a run of ${lines.toLocaleString('en-US')} logged steps, until every chart on screen is drawn`,
  goal: 1000,
  open,
};

async function open({ port, chromium }: UiSetup): Promise<OpenUiCase> {
  const workspace = await makeSampleWorkspace();
  await lengthen(await trainInTerminal(workspace, 1), lines);
  return {
    // In a new browser each time: in the same one, the service worker of VS Code's own makes every webview but the
    // first wait for a second, whatever is in it.
    measure: async () => {
      const workbench = await Workbench.open({
        ...{ port, chromium, folder: workspace.folder },
        prepare: async (page) => {
          await page.addInitScript(noteWhenDrawn);
        },
      });
      try {
        return await measureOpening(workbench);
      } finally {
        await workbench.close();
      }
    },
    close: () => removeWorkspace(workspace),
  };
}

async function measureOpening(workbench: Workbench): Promise<number> {
  await workbench.showViews();
  await workbench.treeItem('Experiments', /^first/);
  const start = performance.timeOrigin + (await workbench.runCommand('SimCLR: Open run'));
  return poll('the charts', async () => {
    const times = await Promise.all(
      workbench.page
        .frames()
        .map((frame) => frame.evaluate(() => Reflect.get(globalThis, 'drawnAt') as unknown)),
    );
    const drawn = times.find((time) => typeof time === 'number');
    return typeof drawn === 'number' && drawn - start;
  });
}

/** Runs in every frame: sets `drawnAt` (milliseconds since 1970) once every chart that can be seen has its curves. */
function noteWhenDrawn(): void {
  const isDrawn = (plot: Element): boolean => {
    const canvas = plot.querySelector('canvas');
    const context = canvas?.getContext('2d');
    if (!canvas || !context || canvas.width === 0 || plot.classList.contains('is-empty')) return false;
    const column = context.getImageData(canvas.width >> 1, 0, 1, canvas.height).data;
    return column.some((value) => value !== 0);
  };
  // Of a timer, since VS Code rewrites the frame's document, and with it go the callbacks of frames.
  const timer = setInterval(() => {
    const plots = [...document.querySelectorAll('.plot')].filter(
      (plot) => plot.getBoundingClientRect().top < innerHeight && plot.clientHeight > 0,
    );
    if (plots.length < 2 || !plots.every(isDrawn)) return;
    clearInterval(timer);
    requestAnimationFrame(() => {
      Object.assign(globalThis, { drawnAt: performance.timeOrigin + performance.now() });
    });
  }, 5);
}
