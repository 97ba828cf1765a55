import { poll } from '../../workbench/driver/poll';
import { StudioPanel } from '../../workbench/driver/studioPanel';
import { Workbench } from '../../workbench/driver/workbench';
import { makeEmptyWorkspace, removeWorkspace, writeConfig } from '../../workbench/workspaces/sampleWorkspace';
import { median } from '../benchCase';
import type { OpenUiCase, UiCase } from './uiCase';
import type { UiSetup } from './uiSetup';

/** Moves of the slider in one measurement. */
const moves = 30;

/** From the move of a slider in the augmentation studio to the views that it makes, on screen. */
export const studioCase: UiCase = {
  name: 'studio',
  description: `slider to 32 views of 96 × 96 on screen, median of ${String(moves)} moves`,
  goal: 100,
  open,
};

async function open({ port, chromium }: UiSetup): Promise<OpenUiCase> {
  const workspace = await makeEmptyWorkspace();
  const builtin = { train: 500, test: 50, size: 96 };
  await writeConfig(workspace.folder, 'studio', { preset: 'paper', data: { imageSize: 96, builtin } });
  const workbench = await Workbench.open({ port, chromium, folder: workspace.folder });
  await workbench.openFile('studio.simclr.json');
  await workbench.runCommand('SimCLR: Open augmentation studio');
  const studio = await StudioPanel.find(workbench, 'studio.simclr.json');
  await studio.shortcut();
  return {
    measure: async () => {
      const times = await studio.content.evaluate(moveSlider, moves);
      await poll('rest', () => studio.shortcut());
      return median(times);
    },
    close: async () => {
      await workbench.close();
      await removeWorkspace(workspace);
    },
  };
}

/** Runs in the page: moves a slider so many times; milliseconds from each move to the frame after its views were drawn. */
async function moveSlider(count: number): Promise<number[]> {
  const slider = document.querySelector<HTMLInputElement>('input[type="range"][aria-label="Hue, degrees"]');
  const grid = document.querySelector<HTMLElement>('[data-drawn]');
  if (!slider || !grid) throw new Error('The studio is not there.');
  const times: number[] = [];
  for (let move = 0; move < count; move++) {
    const drawn = new Promise<void>((resolve) => {
      const observer = new MutationObserver(() => {
        observer.disconnect();
        requestAnimationFrame(() => resolve());
      });
      observer.observe(grid, { attributeFilter: ['data-drawn'] });
    });
    const start = performance.now();
    slider.value = String(20 + ((move * 7) % 100));
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    await drawn;
    times.push(performance.now() - start);
  }
  return times;
}
