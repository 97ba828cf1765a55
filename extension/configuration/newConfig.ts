import { Uri, l10n, window, workspace } from 'vscode';
import { presetNames, presets, type PresetName } from '../../engine/config/presets';
import { freeConfigPath, openDraft } from './configDraft';
import { formatConfig } from './formatConfig';

/** Asks for a preset and opens a new configuration file on top of it: on the disk where a folder is open, else a draft. */
export async function newConfig(): Promise<void> {
  const items = presetNames.map((preset) => ({
    label: preset,
    detail: presets[preset].description,
    preset,
  }));
  const picked = await window.showQuickPick(items, {
    title: l10n.t('New run configuration'),
    placeHolder: l10n.t('Preset that the file changes'),
    matchOnDetail: true,
  });
  if (picked === undefined) return;
  const layer = starter(picked.preset);
  const folder = workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri.fsPath;
  if (folder === undefined) {
    await openDraft(picked.preset, null, layer);
    return;
  }
  const path = await freeConfigPath(folder, picked.preset);
  await workspace.fs.writeFile(Uri.file(path), new TextEncoder().encode(formatConfig(layer)));
  await window.showTextDocument(Uri.file(path));
}

/** The fields that people change first, with the values that the preset gives them. */
function starter(preset: PresetName) {
  const { epochs, batchSize } = presets[preset].config;
  return { preset, data: { source: 'builtin' }, epochs, batchSize };
}
