import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { StudyInput } from '../../engine/studies/studySchema';
import { poll } from './driver/poll';
import { RunPanelPage } from './driver/runPanelPage';
import { studyPage } from './driver/studyPage';
import { inVscode, useScene } from './inVscode';

/** Four runs of a second each. */
const tiny: StudyInput = {
  name: 'tiny',
  title: 'Tiny study',
  claim: 'The loss grows with the batch.',
  config: {
    preset: 'quick',
    data: { builtin: { train: 64, test: 40, size: 16 }, imageSize: 16 },
    encoder: { width: 4 },
    epochs: 1,
  },
  sizes: { minutes: { about: 'A second a run.', seeds: 2 } },
  axes: [
    {
      name: 'batch',
      label: 'Batch',
      levels: [8, 32].map((batchSize) => ({
        ...{ name: String(batchSize), label: `${batchSize} images` },
        config: { batchSize },
      })),
    },
  ],
  measures: [{ name: 'loss', label: 'Loss at the end', from: 'summary', path: 'lossEnd', unit: 'number' }],
  figures: [{ title: 'Loss', type: 'bars', measures: ['loss'], x: 'batch' }],
  // Where all views are alike it is the logarithm of their number less one: 2.7 and 4.1.
  rules: [
    {
      text: 'It does.',
      greater: { measure: 'loss', at: { batch: '32' } },
      than: { measure: 'loss', at: { batch: '8' } },
    },
  ],
};

inVscode('a study', () => {
  const scene = useScene(({ folder }) => writeFile(join(folder, 'tiny.study.json'), JSON.stringify(tiny)));

  it('runs from its line to its verdict, and a cell opens its run', async () => {
    const { workbench } = scene();
    await workbench.showViews();
    await workbench.treeItem('Studies', /^Tiny study, not run/);
    const row = workbench.view('Studies').getByRole('treeitem', { name: /^Tiny study/ });
    await workbench.clickLine(row);
    const frame = await studyPage(workbench, 'Tiny study');
    // The packaged program has measured its steps.
    await frame.getByText(/^0 of 4 runs · .*(seconds|\d s).* on cpu \(.*GFLOP/).waitFor();
    await workbench.chooseInMenu(row, 'Run study...');
    await workbench.acceptQuickInput('Size of the study');
    await workbench.acceptQuickInput('Images to learn from');
    await workbench.acceptQuickInput('Enter starts it');
    await workbench.treeItem('Studies', /^Tiny study, holds · 4 of 4 runs/);
    await poll('the verdict', async () =>
      /Verdict:\s+holds/.test(await frame.locator('.verdict h2').innerText()),
    );
    await poll('the news', async () =>
      (await workbench.notifications()).some((text) =>
        text.includes('Tiny study · minutes finished: holds.'),
      ),
    );
    await workbench.treeItem('Experiments', /^tiny · minutes, 4 runs$/);
    expect(await workbench.treeItems('Experiments')).toHaveLength(1);
    await workbench.screenshot('study-verdict');
    await frame
      .getByRole('button', { name: /^8 images: done; Loss at the end .*2 of 2 seeds done$/ })
      .press('Enter');
    await frame.getByRole('menuitem', { name: /^Seed 2: done/ }).press('Enter');
    const run = await RunPanelPage.find(workbench, 'tiny 8 s1');
    expect(await run.state()).toBe('Finished');
  });
});
