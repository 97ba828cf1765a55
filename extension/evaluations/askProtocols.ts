import { l10n, window, type QuickPickItem } from 'vscode';
import type { ProtocolName } from '../../engine/runs/evaluationRecord';
import { isLive } from '../commands/possibleActions';
import type { RunStore } from '../runs/runStore';
import type { ShownRun } from '../runs/shownRun';
import { protocols, shownProtocols } from './protocols';

/**
 * Asks what of a checkpoint is to be evaluated; what is usual is chosen already.
 * @param title says of which checkpoint.
 * @returns undefined when the user gave up, or chose nothing.
 */
export async function askProtocols(
  shown: ShownRun,
  title: string,
  runs: RunStore['runs'],
): Promise<readonly ProtocolName[] | undefined> {
  const items = possibleProtocols(shown).map((name): QuickPickItem & { readonly name: ProtocolName } => {
    const { title: label, explanation, duration } = protocols[name];
    const description = duration === undefined ? explanation : `${duration}: ${explanation}`;
    return { name, label, description, picked: duration === undefined };
  });
  const picked = await window.showQuickPick(items, {
    // A page that takes the focus back must not answer for the user.
    ...{ title, canPickMany: true, matchOnDescription: true, ignoreFocusOut: true },
    placeHolder: question(shown, runs),
  });
  return picked === undefined || picked.length === 0 ? undefined : picked.map(({ name }) => name);
}

/** The protocols that the images of a run allow, as far as its record says. */
export function possibleProtocols({ run }: ShownRun): readonly ProtocolName[] {
  const unlabelled = run.record.dataset?.classes === null;
  return shownProtocols.filter((name) => !(unlabelled && protocols[name].wantsLabels));
}

function question(shown: ShownRun, runs: RunStore['runs']): string {
  const training = runs.find(isLive);
  if (training !== undefined) {
    return l10n.t('What to evaluate; “{0}” is training, so both will be slower', training.title);
  }
  if (possibleProtocols(shown).length < shownProtocols.length) {
    return l10n.t('What to evaluate; the images have no labels, so the class cannot be asked for');
  }
  return l10n.t('What to evaluate');
}
