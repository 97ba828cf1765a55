/** Every id that package.json contributes and the code uses; a test compares the two. */

/** Commands, in the order of the palette. */
export const commandIds = {
  startRun: 'simclr.startRun',
  startRunFromConfig: 'simclr.startRunFromConfig',
  startRunOnDataset: 'simclr.startRunOnDataset',
  startBuiltin: 'simclr.startBuiltin',
  startOnFolder: 'simclr.startOnFolder',
  newConfig: 'simclr.newConfig',
  openRun: 'simclr.openRun',
  pauseRun: 'simclr.pauseRun',
  resumeRun: 'simclr.resumeRun',
  stopRun: 'simclr.stopRun',
  checkpointRun: 'simclr.checkpointRun',
  compareRuns: 'simclr.compareRuns',
  duplicateRun: 'simclr.duplicateRun',
  renameRun: 'simclr.renameRun',
  revealRun: 'simclr.revealRun',
  deleteRun: 'simclr.deleteRun',
  openRunConfig: 'simclr.openRunConfig',
  openRunLog: 'simclr.openRunLog',
  openRunSamples: 'simclr.openRunSamples',
  revealCheckpoint: 'simclr.revealCheckpoint',
  moveUpInQueue: 'simclr.moveUpInQueue',
  moveDownInQueue: 'simclr.moveDownInQueue',
  sortRuns: 'simclr.sortRuns',
  filterRuns: 'simclr.filterRuns',
  clearRunFilter: 'simclr.clearRunFilter',
  refreshRuns: 'simclr.refreshRuns',
  previewDataset: 'simclr.previewDataset',
  addDataset: 'simclr.addDataset',
  refreshDatasets: 'simclr.refreshDatasets',
  testDevices: 'simclr.testDevices',
  chooseBackend: 'simclr.chooseBackend',
  chooseEngineNode: 'simclr.chooseEngineNode',
  showEngineLog: 'simclr.showEngineLog',
  openWalkthrough: 'simclr.openWalkthrough',
} as const;
export type CommandId = (typeof commandIds)[keyof typeof commandIds];

/** Views of the activity-bar container "simclr". */
export const viewIds = {
  experiments: 'simclr.experiments',
  datasets: 'simclr.datasets',
  devices: 'simclr.devices',
} as const;

/** `viewType` of webview panels, for their serializers. */
export const panelTypes = { run: 'simclr.run' } as const;

/** Keys of `setContext`, used in `when` and `enablement`. */
export const contextKeys = {
  /** Whether there is a run at all, and one that trains, waits, is paused, can be resumed. */
  hasRuns: 'simclr.hasRuns',
  hasRunning: 'simclr.hasRunning',
  hasPaused: 'simclr.hasPaused',
  hasResumable: 'simclr.hasResumable',
  hasQueued: 'simclr.hasQueued',
  filtered: 'simclr.filtered',
  loaded: 'simclr.loaded',
} as const;

/** Settings, without the prefix `simclr.`. */
export const settingIds = {
  runsFolder: 'runsFolder',
  backend: 'backend',
  threads: 'threads',
  enginePath: 'enginePath',
  keepCheckpoints: 'keepCheckpoints',
} as const;
