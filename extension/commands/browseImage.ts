import { l10n, window } from 'vscode';

/**
 * Asks for an image file.
 * @param title of the dialogue: what the image is for.
 * @returns its absolute path; null where none is chosen.
 */
export async function browseImage(title: string): Promise<string | null> {
  const picked = await window.showOpenDialog({
    canSelectMany: false,
    title,
    openLabel: l10n.t('Use This Image'),
    filters: { [l10n.t('Images')]: ['jpg', 'jpeg', 'png', 'webp', 'gif', 'bmp', 'tif', 'tiff', 'avif'] },
  });
  return picked?.[0]?.fsPath ?? null;
}
