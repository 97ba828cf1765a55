import { extensions, workspace, type Extension } from 'vscode';
import type { ExtensionApi } from '../../extension/testApi';

/** This extension, as VS Code sees it. */
export function theExtension(): Extension<ExtensionApi> {
  const found = extensions.getExtension<ExtensionApi>('simclr-lab.simclr-lab');
  if (!found) throw new Error('The extension is not installed.');
  return found;
}

/** Path of the workspace's folder. */
export function workspaceFolder(): string {
  const [folder] = workspace.workspaceFolders ?? [];
  if (!folder) throw new Error('The suite wants a workspace.');
  return folder.uri.fsPath;
}
