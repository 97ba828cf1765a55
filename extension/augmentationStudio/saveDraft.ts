import { dirname, join } from 'node:path';
import { l10n, Range, Uri, window, workspace, WorkspaceEdit, type TextDocument } from 'vscode';
import type { RunConfig } from '../../engine/config/runConfig';
import { parseConfig } from '../configuration/configText';
import { configEnding, freeConfigPath } from '../configuration/configDraft';
import { formatConfig } from '../configuration/formatConfig';
import { recipeOf } from '../configuration/recipeOf';
import { absoluteSource, sourceWithin } from '../start/sourcePath';
import { withDraft, withSource } from './augmentText';
import type { StudioDraft, StudioOrigin } from './messages';
import type { StudioConfig } from './studioSource';

/**
 * Writes a draft to the configuration file at `path`, all else in it left as it is. A file with other unsaved changes is
 * changed in its editor and left for the user to save.
 * @param writeSeed whether the seed is to be written, too.
 * @returns whether it is saved.
 * @throws Error with a sentence for the user.
 */
export async function saveToConfig(path: string, draft: StudioDraft, writeSeed: boolean): Promise<boolean> {
  const document = await workspace.openTextDocument(Uri.file(path));
  const text = document.getText();
  if (parseConfig(text) === null) {
    throw new Error(l10n.t('{0} is not a JSON object at the moment: mend it, then save again.', path));
  }
  const wasDirty = document.isDirty;
  if (!(await replaceText(document, withDraft(text, draft, writeSeed)))) {
    throw new Error(l10n.t('{0} could not be changed.', path));
  }
  if (wasDirty) {
    void window.showInformationMessage(
      l10n.t('{0} has other unsaved changes: the augmentation is in its editor, not yet on the disk.', path),
    );
    return false;
  }
  if (!(await document.save())) throw new Error(l10n.t('{0} could not be saved.', path));
  return true;
}

/**
 * Asks where to save, and writes the configuration with the draft there: a copy of the file where there is one, else a
 * preset and what differs from it.
 * @returns the path; null where the user gave up.
 */
export async function saveAsConfig(
  origin: StudioOrigin,
  { config, baseFolder, title }: StudioConfig,
  draft: StudioDraft,
): Promise<string | null> {
  const folder =
    workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri.fsPath ?? baseFolder;
  const stem = title.replace(configEnding, '').replace(/[^\p{L}\p{N}._-]+/gu, '-') || 'augmented';
  const target = await window.showSaveDialog({
    defaultUri: Uri.file(await freeConfigPath(folder, stem)),
    filters: { [l10n.t('Run configuration')]: ['simclr.json'] },
    title: l10n.t('Save the configuration'),
  });
  if (target === undefined) return null;
  const { fsPath } = target;
  const path = fsPath.endsWith(configEnding)
    ? fsPath
    : join(dirname(fsPath), `${stemOf(fsPath)}${configEnding}`);
  const written =
    origin.kind === 'config'
      ? await copyWith(origin.path, config, baseFolder, draft, dirname(path))
      : recipeWith(config, baseFolder, draft, dirname(path));
  await workspace.fs.writeFile(Uri.file(path), new TextEncoder().encode(written));
  return path;
}

/** The file at `path` with the draft in it, to lie in `folder`. */
async function copyWith(
  path: string,
  config: RunConfig,
  baseFolder: string,
  draft: StudioDraft,
  folder: string,
): Promise<string> {
  const text = (await workspace.openTextDocument(Uri.file(path))).getText();
  const copy = withDraft(text, draft, draft.seed !== config.seed);
  if (folder === dirname(path) || config.data.source === 'builtin') return copy;
  return withSource(copy, sourceWithin(absoluteSource(config.data.source, baseFolder), folder));
}

/** A new file: a preset, and what differs from it. */
function recipeWith(config: RunConfig, baseFolder: string, draft: StudioDraft, folder: string): string {
  const layer = recipeOf({ ...config, ...draft }, baseFolder, folder);
  return 'augment' in layer ? withDraft(formatConfig(layer), draft, false) : formatConfig(layer);
}

function stemOf(path: string): string {
  return path.slice(dirname(path).length + 1).replace(/(\.simclr)?(\.json)?$/, '');
}

async function replaceText(document: TextDocument, text: string): Promise<boolean> {
  const edit = new WorkspaceEdit();
  edit.replace(document.uri, new Range(0, 0, document.lineCount, 0), text);
  return workspace.applyEdit(edit);
}
