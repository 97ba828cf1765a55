import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { poll } from './poll';

/** A theme of VS Code, and the class that its webviews then have. */
export interface Theme {
  readonly name: string;
  readonly theme: string;
  readonly bodyClass: string;
}

const light: Theme = { name: 'light', theme: 'Default Light Modern', bodyClass: 'vscode-light' };
const highContrast: Theme = {
  ...{ name: 'high-contrast', theme: 'Default High Contrast' },
  bodyClass: 'vscode-high-contrast',
};
const dark: Theme = { name: 'dark', theme: 'Default Dark Modern', bodyClass: 'vscode-dark' };

/** The themes that every screen is looked at in; the first is not the one that a window opens with. */
export const themes: readonly Theme[] = [light, highContrast, dark];

/** Sets the theme of the window on a folder, by its settings; nothing is in these but that and `others`. */
export async function useTheme(folder: string, theme: string, others: object = {}): Promise<void> {
  const settings = join(folder, '.vscode');
  await mkdir(settings, { recursive: true });
  await writeFile(
    join(settings, 'settings.json'),
    JSON.stringify({ 'workbench.colorTheme': theme, ...others }),
  );
}

/** Waits until a webview has taken a theme over. */
export function waitForTheme(page: Pick<Frame, 'evaluate'>, bodyClass: string): Promise<true> {
  return poll(`the theme ${bodyClass}`, () =>
    page.evaluate((wanted) => document.body.classList.contains(wanted), bodyClass),
  );
}
