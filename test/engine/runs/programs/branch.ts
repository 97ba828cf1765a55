/** Branches a run again and again until it is killed: branch.js RUN_FOLDER STEP. */
import { branchRun } from '../../../../engine/runs/branchRun';
import { findCheckpoint } from '../../../../engine/runs/findCheckpoint';

const [folder = '', step = ''] = process.argv.slice(2);
console.log('ready');
void (async () => {
  for (;;) await branchRun(findCheckpoint('', folder, step));
})();
