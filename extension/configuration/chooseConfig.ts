import { l10n, ThemeIcon, Uri, window, workspace, type TextDocument } from 'vscode';
import { Notice } from '../commands/notice';
import { findConfigs } from './findConfigs';
import { isConfigDocument } from './configSelector';

/**
 * Path of the configuration file that a command is for, saved: the one at `target`, else that of the active editor,
 * else one of the workspace that the user picks. null when the user gave up.
 */
export async function chooseConfig(target: unknown): Promise<string | null> {
  if (target instanceof Uri) return saved(await workspace.openTextDocument(target));
  const active = window.activeTextEditor?.document;
  if (active !== undefined && isConfigDocument(active)) return saved(active);
  const paths = await findConfigs();
  if (paths.length === 0) {
    throw new Notice(
      l10n.t('There is no *.simclr.json in the workspace: make one with “New run configuration”.'),
    );
  }
  const items = paths.map((path) => ({
    label: workspace.asRelativePath(path),
    iconPath: new ThemeIcon('json'),
    path,
  }));
  const picked = await window.showQuickPick(items, { placeHolder: l10n.t('Configuration to use') });
  return picked === undefined ? null : saved(await workspace.openTextDocument(Uri.file(picked.path)));
}

async function saved(document: TextDocument): Promise<string | null> {
  if (!document.isDirty && !document.isUntitled) return document.uri.fsPath;
  // A draft's document is another one once it is saved.
  return (await workspace.save(document.uri))?.fsPath ?? null;
}
