import { workspace } from 'vscode';
import { configEnding } from './configDraft';

/** More configuration files than these are not offered. */
const mostFiles = 50;

/** Paths of the configuration files in the workspace, in their order. */
export async function findConfigs(): Promise<string[]> {
  const files = await workspace.findFiles(
    `**/*${configEnding}`,
    '**/{node_modules,.simclr,.git}/**',
    mostFiles,
  );
  return files
    .filter(({ scheme }) => scheme === 'file')
    .map(({ fsPath }) => fsPath)
    .sort();
}
