import { afterEach, beforeAll, beforeEach, describe, expect, onTestFailed } from 'vitest';
import { closeWindow, lendWindow, type Scene } from './driver/sharedWindow';
import type { SampleWorkspace } from './workspaces/sampleWorkspace';

/** A group of tests in VS Code, which `SIMCLR_SKIP_WORKBENCH=1` skips. */
export const inVscode = describe.skipIf(process.env['SIMCLR_SKIP_WORKBENCH'] === '1');

/**
 * Has a group of tests play in the window that groups share, on a folder with what `fill` writes. A test that fails
 * leaves a picture of the window behind and prints what that has logged; after each, our webviews must not have complained.
 */
export function useScene(fill: (workspace: SampleWorkspace) => Promise<void>): () => Scene {
  let scene: Scene | undefined;
  let failed = false;
  const current = () => {
    if (!scene) throw new Error('The window is not open.');
    return scene;
  };
  beforeAll(async () => {
    try {
      scene = await lendWindow(fill);
    } catch (error) {
      await closeWindow();
      throw error;
    }
    return async () => {
      if (failed) await closeWindow();
    };
  });
  beforeEach(() => {
    onTestFailed(async ({ task }) => {
      failed = true;
      const { workbench } = current();
      await workbench.screenshot(`failed ${task.name}`.replaceAll(/\W+/g, '-'));
      console.error(`What the window has logged, until "${task.name}" failed:`, ...workbench.journal);
    });
  });
  afterEach(() => {
    expect(current().workbench.problems).toEqual([]);
  });
  return current;
}
