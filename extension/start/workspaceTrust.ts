import { commands, l10n, window, workspace } from 'vscode';

/** Whether programs may be started for this workspace; where not, says so and offers to change it. */
export function isTrusted(): boolean {
  if (workspace.isTrusted) return true;
  void offerTrust();
  return false;
}

async function offerTrust(): Promise<void> {
  const manage = l10n.t('Manage Workspace Trust');
  const message = l10n.t(
    'This workspace is not trusted: its runs can be looked at, and none can be started.',
  );
  if ((await window.showWarningMessage(message, manage)) === manage) {
    await commands.executeCommand('workbench.trust.manage');
  }
}
