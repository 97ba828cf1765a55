import { join } from 'node:path';
import { commands, l10n, Position, Range, Selection, TextEditorRevealType, Uri, window } from 'vscode';
import { showRunConfig } from '../configuration/runConfigDocuments';
import type { ComparePanels } from '../comparePanel/comparePanels';
import { commandIds } from '../ids';
import type { RunPanels } from '../runPanel/runPanels';
import type { ShownRun } from '../runs/shownRun';
import type { Services } from '../services';
import { isExperimentNode } from '../views/experimentNode';
import type { ExperimentsView } from '../views/experimentsView';
import { Notice } from './notice';
import { chooseAnyRun, type RunChoice } from './chooseRuns';
import { compareRuns } from './compareRuns';
import { diffConfigs } from './diffConfigs';
import { duplicateRun } from './duplicateRun';
import { pathExists } from './pathExists';
import { revealPath } from './revealPath';
import { readTarget } from './runArguments';

/** The commands that show a run or something of it. Each takes a run folder, a line of the tree, or asks. */
export function runFileCommands(
  { store }: Services,
  panels: RunPanels,
  comparisons: ComparePanels,
  view: ExperimentsView,
) {
  const choice = (): RunChoice => ({ store, selection: view.selection });

  /** Does something with the one run that is meant, whatever its state. */
  const withRun =
    (placeholder: string, act: (shown: ShownRun) => unknown) =>
    async (...args: readonly unknown[]) => {
      const shown = await chooseAnyRun(choice(), args, placeholder);
      if (shown !== undefined) await act(shown);
    };
  let lastFromTree: string | null = null;
  const revealRun = withRun(l10n.t('Run whose folder to show'), ({ run }) => revealPath(run.paths.record));

  return {
    [commandIds.openRun]: async (...args: readonly unknown[]) => {
      const shown = await chooseAnyRun(choice(), args, l10n.t('Run to open'));
      if (shown === undefined) return;
      const { folder } = shown.run.paths;
      // The first click in the tree leaves the focus there, for its keys; the second is after the panel.
      const preserveFocus = isFromTree(args) && folder !== lastFromTree;
      lastFromTree = preserveFocus ? folder : null;
      panels.open(folder, { preserveFocus });
    },
    [commandIds.compareRuns]: (...args: readonly unknown[]) => compareRuns(comparisons, choice(), args),
    [commandIds.diffConfigs]: (...args: readonly unknown[]) => diffConfigs(choice(), args),
    [commandIds.duplicateRun]: withRun(l10n.t('Run to duplicate'), (shown) =>
      duplicateRun(shown, store.runs),
    ),
    [commandIds.revealRun]: async (...args: readonly unknown[]) => {
      const target = readTarget(args);
      const folder = target.kind === 'runs' ? target.folders[0] : undefined;
      // A folder that cannot be read as a run is looked at all the more.
      if (folder !== undefined && store.get(folder) === undefined) await revealPath(folder);
      else await revealRun(...args);
    },
    [commandIds.openRunConfig]: withRun(l10n.t('Run whose configuration to open'), showRunConfig),
    [commandIds.openRunLog]: withRun(l10n.t('Run whose log to show'), openLog),
    [commandIds.openRunSamples]: withRun(l10n.t('Run whose samples to open'), openSamples),
    [commandIds.revealCheckpoint]: async (node: unknown) => {
      if (isExperimentNode(node) && node.kind === 'checkpoint') await revealPath(node.checkpoint.path);
    },
    [commandIds.refreshRuns]: () => store.refresh(),
  };
}

/** Whether it was the tree's line that was clicked or entered. */
function isFromTree([, options]: readonly unknown[]): boolean {
  return typeof options === 'object' && options !== null && 'fromTree' in options;
}

async function openLog({ title, run }: ShownRun): Promise<void> {
  if (!(await pathExists(run.paths.log))) {
    throw new Notice(l10n.t('“{0}” has no log yet: its engine has not been started.', title));
  }
  const editor = await window.showTextDocument(Uri.file(run.paths.log), { preview: true });
  const end = new Position(editor.document.lineCount, 0);
  editor.selection = new Selection(end, end);
  editor.revealRange(new Range(end, end), TextEditorRevealType.Default);
}

async function openSamples({ title, run }: ShownRun): Promise<void> {
  const sheet = join(run.paths.samples, 'pairs.png');
  if (!(await pathExists(sheet))) {
    throw new Notice(l10n.t('“{0}” has no samples yet: they are written at its first step.', title));
  }
  await commands.executeCommand('vscode.open', Uri.file(sheet));
}
