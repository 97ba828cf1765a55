/** What the question holds that is open when all is done. */
export const tidyWord = 'All is tidy';

/** A key of the tests' own, as `keybindings.json` has it: a palette would take as long for each of the commands. */
export const tidyingKey = {
  key: 'ctrl+alt+f10',
  command: 'runCommands',
  args: {
    commands: [
      'workbench.action.closeAllEditors',
      'workbench.action.closePanel',
      'simclr.refreshRuns',
      'simclr.refreshDatasets',
      'workbench.actions.treeView.simclr.experiments.collapseAll',
      'workbench.view.explorer',
      'workbench.files.action.collapseExplorerFolders',
      'notifications.clearAll',
      { command: 'workbench.action.quickOpen', args: tidyWord },
    ],
  },
};
