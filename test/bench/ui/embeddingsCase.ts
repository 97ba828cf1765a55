import { rm } from 'node:fs/promises';
import { embeddingFolder, listEmbeddings, writeEmbeddings } from '../../../engine/runs/embeddings';
import type { EmbeddingImages } from '../../../engine/runs/embeddingImages';
import { runPaths } from '../../../engine/runs/runPaths';
import { EmbeddingPanelPage } from '../../workbench/driver/embeddingPanelPage';
import { Workbench } from '../../workbench/driver/workbench';
import { trainInTerminal } from '../../workbench/workspaces/finishedRun';
import { makeSampleWorkspace, removeWorkspace } from '../../workbench/workspaces/sampleWorkspace';
import { median } from '../benchCase';
import type { OpenUiCase, UiCase } from './uiCase';
import type { UiSetup } from './uiSetup';

/** Frames that are measured. */
const frames = 120;
const classes = ['arrow', 'dome', 'drop', 'ell', 'fish', 'heart', 'horseshoe', 'moon', 'tee', 'triangle'];

/** The median frame of the comparison of h and z while both of its plots are panned, with so many points in each. */
function embeddingsCase(points: number, goal: number): UiCase {
  const count = points.toLocaleString('en-US');
  return {
    name: `h, z ${count}`,
    description: `median frame while h and z are panned, ${count} points each`,
    goal,
    open: (setup) => open(setup, points),
  };
}

/** 30 frames a second without a graphics processor. */
export const embeddingsCases: readonly UiCase[] = [
  embeddingsCase(10_000, 33.4),
  embeddingsCase(50_000, 33.4),
];

async function open({ port, chromium }: UiSetup, points: number): Promise<OpenUiCase> {
  const workspace = await makeSampleWorkspace();
  const { embeddings } = runPaths(await trainInTerminal(workspace, 1));
  for (const { step } of listEmbeddings(embeddings)) {
    await rm(embeddingFolder(embeddings, step), { recursive: true });
  }
  writeEmbeddings(embeddings, 1, { h: rows(points, 64, 1), z: rows(points, 32, 2) }, images(points));
  const workbench = await Workbench.open({ port, chromium, folder: workspace.folder });
  await workbench.showViews();
  await workbench.treeItem('Experiments', /^first/);
  await workbench.runCommand('SimCLR: Compare h and z...');
  const panel = await EmbeddingPanelPage.find(workbench, 'first');
  return {
    measure: async () => median(await panel.content.evaluate(panBoth, frames)),
    close: async () => {
      await workbench.close();
      await removeWorkspace(workspace);
    },
  };
}

/** Runs in the page: moves both plots by their keys at every frame, and returns how long each frame was, milliseconds. */
function panBoth(count: number): Promise<number[]> {
  const fields = [...document.querySelectorAll('.plot-field')];
  const times: number[] = [];
  let last = 0;
  return new Promise((resolve) => {
    const frame = (now: number) => {
      if (last > 0) times.push(now - last);
      last = now;
      if (times.length >= count) {
        resolve(times);
        return;
      }
      const key = times.length % 40 < 20 ? 'ArrowLeft' : 'ArrowRight';
      for (const field of fields) field.dispatchEvent(new KeyboardEvent('keydown', { key }));
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
}

/** Rows around ten corners, a class each. */
function rows(count: number, size: number, seed: number) {
  const data = new Float32Array(count * size);
  for (let i = 0; i < data.length; i++) {
    const noise = Math.sin(i * 12.9898 + seed) + Math.sin(i * 78.233) + Math.sin(i * 37.719);
    data[i] = noise + (i % size === Math.floor(i / size) % classes.length ? 4 : 0);
  }
  return { data, count, size };
}

function images(count: number): EmbeddingImages {
  return {
    ...{ split: 'test', classes, factors: [], sampling: { of: count, seed: 0 } },
    ids: Array.from({ length: count }, (_, i) => `test/${String(i)}`),
    labels: Array.from({ length: count }, (_, i) => i % classes.length),
  };
}
