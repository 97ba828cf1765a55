import type { DocumentFilter, TextDocument } from 'vscode';
import { configEnding } from './configDraft';

/** Configuration files that can be run: those on a disk, and drafts. */
export const configSelector: readonly DocumentFilter[] = ['file', 'untitled'].map((scheme) => ({
  scheme,
  pattern: `**/*${configEnding}`,
}));

/** Whether a document is such a file. */
export function isConfigDocument({ uri }: TextDocument): boolean {
  return (uri.scheme === 'file' || uri.scheme === 'untitled') && uri.path.endsWith(configEnding);
}
