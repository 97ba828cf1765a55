import { extensions, type Extension } from 'vscode';

/** This extension, as VS Code sees it. */
export function theExtension(): Extension<unknown> {
  const found = extensions.getExtension('simclr-lab.simclr-lab');
  if (!found) throw new Error('The extension is not installed.');
  return found;
}
