import { join } from 'node:path';
import { Range, Uri, window, workspace, WorkspaceEdit, type TextDocument } from 'vscode';
import type { ConfigLayer } from '../../engine/config/mergeConfig';
import { pathExists } from '../commands/pathExists';
import { formatConfig } from './formatConfig';

/** Ending of the names of configuration files. */
export const configEnding = '.simclr.json';

/** Path of a configuration file in `folder` that does not exist yet, by `name`, with a number if need be. */
export async function freeConfigPath(folder: string, name: string): Promise<string> {
  for (let number = 1; ; number++) {
    const path = join(folder, `${name}${number === 1 ? '' : `-${number}`}${configEnding}`);
    if (!(await pathExists(path))) return path;
  }
}

/** Opens `layer` in an unsaved document, which will be saved in `folder`, or where the user says. */
export async function openDraft(
  name: string,
  folder: string | null,
  layer: ConfigLayer,
): Promise<TextDocument> {
  const path = folder === null ? `${name}${configEnding}` : await freeConfigPath(folder, name);
  const document = await workspace.openTextDocument(Uri.from({ scheme: 'untitled', path }));
  const edit = new WorkspaceEdit();
  const all = new Range(0, 0, document.lineCount, 0);
  edit.replace(document.uri, all, formatConfig(layer));
  await workspace.applyEdit(edit);
  await window.showTextDocument(document);
  return document;
}
