import { ThemeIcon } from 'vscode';
import type { FoundDataset } from './foundDataset';

/** The icon of a data set in lists. */
export function datasetIcon({ format }: FoundDataset): ThemeIcon {
  return new ThemeIcon(
    format === 'builtin' ? 'symbol-color' : format === 'folder' ? 'file-media' : 'database',
  );
}
