import {
  commands,
  l10n,
  ThemeColor,
  ThemeIcon,
  window,
  type ExtensionContext,
  type QuickPickItem,
} from 'vscode';
import type { ShownState } from '../../engine/runs/readRun';
import { commandIds } from '../ids';
import type { Services } from '../services';
import type { ExperimentsView } from '../views/experimentsView';
import { noFilter, runOrders, type RunFilter } from '../views/orderRuns';
import { orderText } from '../views/orderText';
import { stateIcon, stateWord } from '../views/runState';

/** Id of the walkthrough in package.json. */
export const walkthroughId = 'simclr.start';

/** The commands on how runs are listed, and those that show something of the extension's own. */
export function viewCommands({ store, log }: Services, view: ExperimentsView, context: ExtensionContext) {
  return {
    [commandIds.sortRuns]: async () => {
      const items = runOrders.map((order) => ({
        label: orderText(order),
        description: order === 'newest' ? l10n.t('those at work and the queue on top') : '',
        iconPath: new ThemeIcon(order === view.order ? 'check' : 'blank'),
        order,
      }));
      const picked = await window.showQuickPick(items, { placeHolder: l10n.t('Sort runs') });
      if (picked !== undefined) await view.setOrder(picked.order);
    },
    [commandIds.filterRuns]: async () => {
      const states = [...new Set(store.runs.map(({ run }) => run.state))];
      const filter = await askFilter(view.filter, states);
      if (filter !== null) await view.setFilter(filter);
    },
    [commandIds.clearRunFilter]: () => view.setFilter(noFilter),
    [commandIds.showEngineLog]: () => log.show(),
    [commandIds.openWalkthrough]: () =>
      commands.executeCommand(
        'workbench.action.openWalkthrough',
        `${context.extension.id}#${walkthroughId}`,
        false,
      ),
  };
}

type FilterItem = QuickPickItem & { readonly filter: RunFilter };

/** Asks for a text, or a state to pick; null when the user gave up. */
function askFilter(current: RunFilter, states: readonly ShownState[]): Promise<RunFilter | null> {
  const pick = window.createQuickPick<FilterItem>();
  pick.placeholder = l10n.t('Words of the name, data set or encoder; or a state');
  pick.value = current.text;
  const offer = () => {
    const text = pick.value.trim();
    const shown = text === '' ? l10n.t('All runs') : l10n.t('Runs with “{0}”', text);
    const ofStates = states.map((state): FilterItem => {
      const { icon, color } = stateIcon(state);
      const iconPath = new ThemeIcon(icon, color === null ? undefined : new ThemeColor(color));
      const label = text === '' ? stateWord(state) : l10n.t('{0}, with “{1}”', stateWord(state), text);
      return { label, iconPath, alwaysShow: true, filter: { text, state } };
    });
    const iconPath = new ThemeIcon('filter');
    const ofText: FilterItem = { label: shown, iconPath, alwaysShow: true, filter: { text, state: null } };
    pick.items = [ofText, ...ofStates];
    pick.activeItems = [ofText];
  };
  pick.onDidChangeValue(offer);
  offer();
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      resolve(pick.selectedItems[0]?.filter ?? null);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(null);
      pick.dispose();
    });
    pick.show();
  });
}
