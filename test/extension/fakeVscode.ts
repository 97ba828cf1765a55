/** As much of the editor's API as the modules under test use, for `vi.mock('vscode', …)`. */
export const l10n = {
  /** The English text, with its values put in. */
  t(message: string, ...values: readonly unknown[]): string {
    return message.replace(/\{(\d+)\}/g, (_, index: string) => String(values[Number(index)]));
  },
};

/** As the editor's: what is thrown where a question was taken back. */
export class CancellationError extends Error {
  constructor() {
    super('Canceled');
  }
}

/** An address on a disk. */
export const fileUri = (path: string) => ({ fsPath: path, path });

/** What commands that ask, work and save need besides; a test adds what its user does. */
export const commandParts = {
  ThemeIcon: Object,
  ThemeColor: Object,
  ProgressLocation: { Notification: 15 },
  UIKind: { Desktop: 1 },
  Uri: {
    file: fileUri,
    joinPath: (base: { path: string }, name: string) => fileUri(`${base.path}/${name}`),
  },
};
