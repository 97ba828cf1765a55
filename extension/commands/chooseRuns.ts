import { l10n, ThemeColor, ThemeIcon, window, type QuickPickItem } from 'vscode';
import type { RunStore } from '../runs/runStore';
import type { ShownRun } from '../runs/shownRun';
import { describeRun } from '../views/describeRun';
import type { ExperimentNode } from '../views/experimentNode';
import { sortRuns } from '../views/orderRuns';
import { askWhich, nonePossible, notPossible } from './actionWords';
import { Notice } from './notice';
import { isPossible, type RunActionName } from './possibleActions';
import { foldersOf, readTarget } from './runArguments';

/** What choosing runs needs to know. */
export interface RunChoice {
  readonly store: RunStore;
  /** Lines selected in the tree. */
  readonly selection: readonly ExperimentNode[];
}

/**
 * The runs that a command is for, by its arguments: those named, else the selected ones, else what the user picks.
 * Of several, those for which one of `actions` is possible.
 * @returns none when the user gave up.
 * @throws Notice with a sentence where no run will do.
 */
export async function chooseRuns(
  { store, selection }: RunChoice,
  args: readonly unknown[],
  ...actions: readonly [RunActionName, ...RunActionName[]]
): Promise<ShownRun[]> {
  const [action] = actions;
  const possible = (shown: ShownRun) => actions.some((candidate) => isPossible(candidate, shown));
  const named = await namedRuns(store, args, selection);
  if (named !== null) {
    const fitting = named.filter(possible);
    const [first] = named;
    if (fitting.length === 0 && first !== undefined) throw new Notice(notPossible(action, first));
    return fitting;
  }
  const candidates = store.runs.filter(possible);
  const [only, ...others] = candidates;
  if (only === undefined) throw new Notice(nonePossible(action));
  if (others.length === 0) return [only];
  const picked = await pickRun(candidates, askWhich(action));
  return picked === undefined ? [] : [picked];
}

/** The one run that a command is for which is possible for any run. undefined when the user gave up. */
export async function chooseAnyRun(
  { store, selection }: RunChoice,
  args: readonly unknown[],
  placeholder: string,
): Promise<ShownRun | undefined> {
  const named = await namedRuns(store, args, selection);
  if (named !== null) return named[0];
  const [only, ...others] = store.runs;
  if (only === undefined) throw new Notice(l10n.t('There are no runs yet.'));
  return others.length === 0 ? only : pickRun(store.runs, placeholder);
}

/** The runs that the arguments name; null where the user is to be asked. */
export async function namedRuns(
  store: RunStore,
  args: readonly unknown[],
  selection: readonly ExperimentNode[],
): Promise<ShownRun[] | null> {
  const target = readTarget(args);
  if (target.kind === 'ask') return null;
  const folders = target.kind === 'runs' ? target.folders : foldersOf(selection);
  if (target.kind === 'selection' && folders.length === 0) return null;
  // A run that was made a moment ago, by this command's caller perhaps.
  if (folders.some((folder) => store.get(folder) === undefined)) await store.refresh();
  const found = folders.map((folder) => store.get(folder)).filter((shown) => shown !== undefined);
  if (found.length === 0) throw new Notice(l10n.t('This run is gone: its folder was moved or deleted.'));
  return found;
}

/** Lets the user pick a run. */
export async function pickRun(runs: readonly ShownRun[], placeHolder: string): Promise<ShownRun | undefined> {
  const picked = await window.showQuickPick(runItems(runs), { placeHolder, matchOnDescription: true });
  return picked?.shown;
}

/** Lets the user pick any number of runs; those in the folders `chosen` are ticked at first. */
export async function pickRuns(
  runs: readonly ShownRun[],
  placeHolder: string,
  chosen: readonly string[] = [],
): Promise<ShownRun[] | undefined> {
  const items = runItems(runs).map((item) => ({
    ...item,
    picked: chosen.includes(item.shown.run.paths.folder),
  }));
  const picked = await window.showQuickPick(items, {
    placeHolder,
    canPickMany: true,
    matchOnDescription: true,
  });
  return picked?.map(({ shown }) => shown);
}

/** Runs as lines of a quick pick. */
export function runItems(runs: readonly ShownRun[]): (QuickPickItem & { readonly shown: ShownRun })[] {
  return sortRuns(runs, 'newest').map((shown) => {
    const { label, description, icon, color } = describeRun(shown);
    const iconPath = new ThemeIcon(icon, color === null ? undefined : new ThemeColor(color));
    return { label, description, detail: shown.run.id, iconPath, shown };
  });
}
