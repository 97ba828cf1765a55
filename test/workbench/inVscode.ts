import { afterEach, beforeAll, beforeEach, describe, expect, inject, onTestFailed } from 'vitest';
import { Workbench } from './driver/workbench';
import { removeWorkspace, type SampleWorkspace } from './workspaces/sampleWorkspace';

/** A group of tests in VS Code, which `SIMCLR_SKIP_WORKBENCH=1` skips. */
export const inVscode = describe.skipIf(process.env['SIMCLR_SKIP_WORKBENCH'] === '1');

/** The window and the folder of a group of tests. */
export interface Scene {
  readonly workbench: Workbench;
  readonly workspace: SampleWorkspace;
}

/**
 * Has a group of tests play in one window, on the workspace that `make` makes. A test that fails leaves a picture of
 * the window behind; after each, our webviews must not have complained.
 */
export function useScene(make: () => Promise<SampleWorkspace>): () => Scene {
  let scene: Scene | undefined;
  const current = () => {
    if (!scene) throw new Error('The window is not open.');
    return scene;
  };
  beforeAll(async () => {
    const workspace = await make();
    try {
      scene = {
        workspace,
        workbench: await Workbench.open({ ...inject('workbench'), folder: workspace.folder }),
      };
    } catch (error) {
      await removeWorkspace(workspace);
      throw error;
    }
    const { workbench } = scene;
    return async () => {
      await workbench.close();
      await removeWorkspace(workspace);
    };
  });
  beforeEach(() => {
    onTestFailed(async ({ task }) => {
      await current().workbench.screenshot(`failed ${task.name}`.replaceAll(/\W+/g, '-'));
    });
  });
  afterEach(() => {
    expect(current().workbench.problems).toEqual([]);
  });
  return current;
}
