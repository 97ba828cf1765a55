import { inject } from 'vitest';
import { emptyWorkspace, workspaceAt, type SampleWorkspace } from '../workspaces/sampleWorkspace';
import { Workbench } from './workbench';

/** A window and the folder that it shows. */
export interface Scene {
  readonly workbench: Workbench;
  readonly workspace: SampleWorkspace;
}

/** Stays open until the process of the tests ends: opening one takes longer than most groups. */
let window: Workbench | undefined;

/**
 * Lends the window that all groups of tests share, tidied up, on a folder with nothing in it but what `fill` writes.
 * @throws Error when it cannot be opened or tidied up.
 */
export async function lendWindow(fill: (workspace: SampleWorkspace) => Promise<void>): Promise<Scene> {
  const workspace = workspaceAt(inject('workbench').folder);
  await window?.tidy();
  await emptyWorkspace(workspace);
  if (window) {
    await window.tidy();
    await window.showsNoRuns();
  }
  await fill(workspace);
  if (!window) {
    window = await Workbench.open({ ...inject('workbench') });
    // Tidying up closes the lines of a view, which VS Code can once it has been shown.
    await window.showViews();
  }
  await window.tidy();
  return { workbench: window, workspace };
}

/** Closes it, so that the next group gets a new one: nobody knows what tests that failed have left. */
export async function closeWindow(): Promise<void> {
  await window?.close();
  window = undefined;
}
