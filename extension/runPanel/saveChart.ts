import { createWriteStream } from 'node:fs';
import { homedir } from 'node:os';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { commands, l10n, Uri, window, workspace } from 'vscode';
import { writeError } from '../../engine/runs/fileErrors';
import { revealPath } from '../commands/revealPath';

/** A file to be saved where the user wants it. */
export interface FileToSave {
  /** Proposed name, with its ending. */
  readonly name: string;
  readonly format: 'png' | 'svg' | 'csv' | 'json' | 'npy';
  readonly contents: Iterable<string | Uint8Array>;
  /** Of the dialog, where it is not a chart that is saved. */
  readonly title?: string;
}

const kinds = { png: 'PNG', svg: 'SVG', csv: 'CSV', json: 'JSON', npy: 'NumPy' } as const;

/** Asks where to, writes the file, and offers to open it. A cancelled dialog does nothing. */
export async function saveChart({ name, format, contents, title }: FileToSave): Promise<void> {
  const folder = workspace.workspaceFolders?.[0]?.uri ?? Uri.file(homedir());
  const target = await window.showSaveDialog({
    defaultUri: Uri.joinPath(folder, name),
    filters: { [kinds[format]]: [format] },
    title: title ?? l10n.t('Export chart'),
  });
  if (target === undefined) return;
  try {
    await write(target, contents);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    void window.showErrorMessage(l10n.t('{0} was not exported: {1}', basename(target.path), reason));
    return;
  }
  await offerToOpen(target);
}

async function write(target: Uri, contents: Iterable<string | Uint8Array>): Promise<void> {
  if (target.scheme !== 'file') {
    const parts = Array.from(contents, (part) => Buffer.from(part));
    await workspace.fs.writeFile(target, Buffer.concat(parts));
    return;
  }
  try {
    await pipeline(Readable.from(contents), createWriteStream(target.fsPath));
  } catch (error) {
    throw writeError(target.fsPath, error);
  }
}

async function offerToOpen(target: Uri): Promise<void> {
  const open = l10n.t('Open');
  const reveal = l10n.t('Reveal');
  const chosen = await window.showInformationMessage(
    l10n.t('Saved {0}.', workspace.asRelativePath(target)),
    open,
    reveal,
  );
  if (chosen === open) await commands.executeCommand('vscode.open', target);
  if (chosen === reveal) await revealPath(target.fsPath);
}
