import { commands, env, l10n, Uri, UIKind, window, workspace } from 'vscode';

/**
 * Shows a file where it lies: in the system's file manager where the editor runs on the same machine, else in the
 * explorer, else by its path.
 */
export async function revealPath(path: string): Promise<void> {
  const uri = Uri.file(path);
  if (env.uiKind === UIKind.Desktop && env.remoteName === undefined) {
    await commands.executeCommand('revealFileInOS', uri);
  } else if (workspace.getWorkspaceFolder(uri) !== undefined) {
    await commands.executeCommand('revealInExplorer', uri);
  } else {
    await env.clipboard.writeText(path);
    void window.showInformationMessage(
      l10n.t('It lies outside the workspace; its path is copied: {0}', path),
    );
  }
}
