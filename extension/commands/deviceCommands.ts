import { l10n, ThemeIcon, window, type QuickPickItem } from 'vscode';
import type { NodeFinder } from '../engine/nodeFinder';
import { commandIds, settingIds, viewIds } from '../ids';
import { readSettings } from '../settings';
import { isTrusted } from '../start/workspaceTrust';
import { backendName } from '../views/describeBackend';
import type { DevicesTree } from '../views/devicesTree';
import { Notice } from './notice';
import { writeSetting } from './writeSetting';

/** The commands on devices, and on the Node.js that runs the engine. */
export function deviceCommands(devices: DevicesTree, nodes: NodeFinder) {
  return {
    [commandIds.testDevices]: async () => {
      if (isTrusted()) await inDevices(() => devices.test());
    },
    [commandIds.chooseBackend]: async () => {
      if (devices.found === null && isTrusted()) await inDevices(() => devices.test());
      const picked = await window.showQuickPick(backendItems(devices), {
        title: l10n.t('Backend of new runs'),
        placeHolder: l10n.t('For configurations that do not say'),
        matchOnDescription: true,
      });
      if (picked === undefined) return;
      if (picked.reason !== null)
        throw new Notice(l10n.t('{0} cannot be used: {1}.', picked.label, picked.reason));
      await writeSetting(settingIds.backend, picked.backend);
    },
    [commandIds.chooseEngineNode]: async () => {
      if (!isTrusted()) return;
      const picked = await window.showQuickPick(nodeItems(nodes), {
        title: l10n.t("The engine's Node.js"),
        placeHolder: l10n.t('24 is the fastest; 20 is needed'),
        matchOnDescription: true,
      });
      const path = picked === undefined ? undefined : (picked.path ?? (await browseProgram()));
      if (path !== undefined) await writeSetting(settingIds.enginePath, path === '' ? undefined : path);
    },
  };
}

function inDevices(act: () => Promise<void>): Thenable<void> {
  return window.withProgress({ location: { viewId: viewIds.devices } }, act);
}

type BackendItem = QuickPickItem & { readonly backend: string; readonly reason: string | null };

function backendItems(devices: DevicesTree): BackendItem[] {
  const { backend: setting } = readSettings();
  const check = (backend: string) => ({ iconPath: new ThemeIcon(backend === setting ? 'check' : 'blank') });
  return [
    {
      label: l10n.t('auto'),
      description: l10n.t('the fastest that works here'),
      backend: 'auto',
      reason: null,
      ...check('auto'),
    },
    ...(devices.found ?? []).map(({ name, available, detail, reason }): BackendItem => ({
      label: backendName(name),
      description: available ? detail : l10n.t('not available: {0}', reason ?? detail),
      backend: name,
      reason: available ? null : (reason ?? detail),
      ...check(name),
    })),
  ];
}

/** `path`: empty for the automatic choice, null to browse. */
type NodeItem = QuickPickItem & { readonly path: string | null };

async function nodeItems(nodes: NodeFinder): Promise<NodeItem[]> {
  const found = await nodes.findAll();
  const { enginePath } = readSettings();
  const check = (path: string) => ({ iconPath: new ThemeIcon(path === enginePath ? 'check' : 'blank') });
  return [
    { label: l10n.t('Automatic'), description: l10n.t('the newest of these'), path: '', ...check('') },
    ...found.map(({ path, version, origin }): NodeItem => ({
      label: `Node.js ${version}`,
      description: origin === 'editor' ? l10n.t("the editor's own") : path,
      path,
      ...check(path),
    })),
    { label: l10n.t('Browse…'), path: null, iconPath: new ThemeIcon('folder-opened') },
  ];
}

async function browseProgram(): Promise<string | undefined> {
  const picked = await window.showOpenDialog({
    title: l10n.t("The engine's Node.js"),
    openLabel: l10n.t('Use This Node.js'),
    canSelectMany: false,
  });
  return picked?.[0]?.fsPath;
}
