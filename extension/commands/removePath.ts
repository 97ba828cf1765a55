import { l10n, Uri, workspace } from 'vscode';

/**
 * Moves a file or folder to the trash, or deletes it: not every file system has a trash, a server's for one.
 * @throws Error with a sentence for the user when it stays.
 */
export async function removePath(path: string): Promise<void> {
  const uri = Uri.file(path);
  try {
    await workspace.fs.delete(uri, { recursive: true, useTrash: true });
  } catch {
    try {
      await workspace.fs.delete(uri, { recursive: true, useTrash: false });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(l10n.t('{0} could not be deleted: {1}', path, reason), { cause: error });
    }
  }
}
