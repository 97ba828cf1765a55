/** Every id that package.json contributes and the code uses; a test compares the two. */

/** Commands, in the order of the palette. */
export const commandIds = {
  startRun: 'simclr.startRun',
  startRunFromConfig: 'simclr.startRunFromConfig',
  startRunOnDataset: 'simclr.startRunOnDataset',
  startBuiltin: 'simclr.startBuiltin',
  startOnFolder: 'simclr.startOnFolder',
  newConfig: 'simclr.newConfig',
  openStudio: 'simclr.openStudio',
  previewConfig: 'simclr.previewConfig',
  openRun: 'simclr.openRun',
  pauseRun: 'simclr.pauseRun',
  resumeRun: 'simclr.resumeRun',
  trainInMicroBatches: 'simclr.trainInMicroBatches',
  stopRun: 'simclr.stopRun',
  cancelRun: 'simclr.cancelRun',
  checkpointRun: 'simclr.checkpointRun',
  compareRuns: 'simclr.compareRuns',
  diffConfigs: 'simclr.diffConfigs',
  duplicateRun: 'simclr.duplicateRun',
  renameRun: 'simclr.renameRun',
  revealRun: 'simclr.revealRun',
  deleteRun: 'simclr.deleteRun',
  openRunConfig: 'simclr.openRunConfig',
  openRunLog: 'simclr.openRunLog',
  openRunSamples: 'simclr.openRunSamples',
  writeReport: 'simclr.writeReport',
  exportMetrics: 'simclr.exportMetrics',
  openEmbeddings: 'simclr.openEmbeddings',
  findSimilarImages: 'simclr.findSimilarImages',
  revealCheckpoint: 'simclr.revealCheckpoint',
  resumeFromCheckpoint: 'simclr.resumeFromCheckpoint',
  exportEncoder: 'simclr.exportEncoder',
  evaluateCheckpoint: 'simclr.evaluateCheckpoint',
  cancelEvaluation: 'simclr.cancelEvaluation',
  openEvaluation: 'simclr.openEvaluation',
  revealEvaluation: 'simclr.revealEvaluation',
  deleteEvaluation: 'simclr.deleteEvaluation',
  moveUpInQueue: 'simclr.moveUpInQueue',
  moveDownInQueue: 'simclr.moveDownInQueue',
  sortRuns: 'simclr.sortRuns',
  filterRuns: 'simclr.filterRuns',
  clearRunFilter: 'simclr.clearRunFilter',
  refreshRuns: 'simclr.refreshRuns',
  runStudy: 'simclr.runStudy',
  resumeStudy: 'simclr.resumeStudy',
  stopStudy: 'simclr.stopStudy',
  openStudy: 'simclr.openStudy',
  writeStudyReport: 'simclr.writeStudyReport',
  openStudyFile: 'simclr.openStudyFile',
  newStudy: 'simclr.newStudy',
  previewDataset: 'simclr.previewDataset',
  addDataset: 'simclr.addDataset',
  removeDataset: 'simclr.removeDataset',
  revealDataset: 'simclr.revealDataset',
  refreshDatasets: 'simclr.refreshDatasets',
  testDevices: 'simclr.testDevices',
  chooseBackend: 'simclr.chooseBackend',
  chooseEngineNode: 'simclr.chooseEngineNode',
  installCuda: 'simclr.installCuda',
  removeCuda: 'simclr.removeCuda',
  showEngineLog: 'simclr.showEngineLog',
  openWalkthrough: 'simclr.openWalkthrough',
} as const;
export type CommandId = (typeof commandIds)[keyof typeof commandIds];

/** Views of the activity-bar container "simclr". */
export const viewIds = {
  experiments: 'simclr.experiments',
  studies: 'simclr.studies',
  datasets: 'simclr.datasets',
  devices: 'simclr.devices',
} as const;

/** `viewType` of webview panels, for their serializers. */
export const panelTypes = {
  run: 'simclr.run',
  evaluation: 'simclr.evaluation',
  compare: 'simclr.compare',
  embeddings: 'simclr.embeddings',
  studio: 'simclr.studio',
  similarImages: 'simclr.similarImages',
  study: 'simclr.study',
} as const;

/** `viewType` of custom editors: ours for checkpoints of a run, and for other files of the format. */
export const editorTypes = {
  checkpoint: 'simclr.checkpoint',
  safetensors: 'simclr.safetensors',
} as const;

/** Keys of `setContext`, used in `when` and `enablement`. */
export const contextKeys = {
  /** Whether there is a run at all; the other is known only once the folder has been read. */
  hasRuns: 'simclr.hasRuns',
  noRuns: 'simclr.noRuns',
  /**
   * Whether there is a run that can be paused, resumed, begun in micro-batches, stopped or taken from the queue, told to
   * write a checkpoint.
   */
  hasRunning: 'simclr.hasRunning',
  hasResumable: 'simclr.hasResumable',
  hasTooLarge: 'simclr.hasTooLarge',
  hasStoppable: 'simclr.hasStoppable',
  hasCheckpointable: 'simclr.hasCheckpointable',
  hasQueued: 'simclr.hasQueued',
  /** Whether a checkpoint is being evaluated by this window. */
  evaluating: 'simclr.evaluating',
  /** Whether the Experiments view hides some. */
  filtered: 'simclr.filtered',
} as const;
export type ContextKey = (typeof contextKeys)[keyof typeof contextKeys];

/** Settings, without the prefix `simclr.`. */
export const settingIds = {
  runsFolder: 'runsFolder',
  backend: 'backend',
  gpu: 'gpu',
  threads: 'threads',
  enginePath: 'enginePath',
  keepCheckpoints: 'keepCheckpoints',
} as const;
