import { ConfigurationTarget, workspace } from 'vscode';
import { settingsSection } from '../settings';

/** Writes a setting where it counts: in the workspace if that has it, else for the user. undefined takes it back. */
export async function writeSetting(name: string, value: string | undefined): Promise<void> {
  const section = workspace.getConfiguration(settingsSection);
  const inWorkspace = section.inspect(name)?.workspaceValue !== undefined;
  await section.update(name, value, inWorkspace ? ConfigurationTarget.Workspace : ConfigurationTarget.Global);
}
