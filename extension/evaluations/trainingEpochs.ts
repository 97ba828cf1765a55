import { l10n } from 'vscode';

/** Most epochs that the engine takes. */
const most = 10_000;

/** Reads how long to train on labels: a whole number of epochs, null for the paper's, undefined for what is neither. */
export function readEpochs(text: string): number | null | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  return /^\d+$/.test(trimmed) && Number(trimmed) >= 1 && Number(trimmed) <= most
    ? Number(trimmed)
    : undefined;
}

/** Why this cannot be taken, or null if it can. */
export function epochsProblem(text: string): string | null {
  return readEpochs(text) === undefined
    ? l10n.t('Give a whole number from 1 to {0}, or nothing for the paper’s epochs', most)
    : null;
}
