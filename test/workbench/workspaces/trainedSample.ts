import { existsSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { inject } from 'vitest';
import { runFolders } from '../driver/runEngines';
import { trainInTerminal } from './finishedRun';
import { writeSample, type SampleWorkspace } from './sampleWorkspace';

/**
 * Writes the sample workspace with a finished run of three epochs, 24 steps, into the folder that groups of tests share.
 * It is trained once: later the same files are put there again.
 * @returns the run folder.
 */
export async function writeTrainedSample(workspace: SampleWorkspace): Promise<string> {
  const { kept } = inject('workbench');
  const options = { recursive: true, preserveTimestamps: true };
  if (existsSync(kept)) {
    await cp(kept, workspace.folder, options);
  } else {
    await writeSample(workspace);
    await trainInTerminal(workspace, 3);
    await cp(workspace.folder, kept, options);
  }
  const [run] = runFolders(workspace.runsFolder);
  if (run === undefined) throw new Error('The run left no folder.');
  return run;
}
