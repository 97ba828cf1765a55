import { workspace as others } from '../runPanel/fakeEditor';

/** The editor's API as the panel uses it, for `vi.mock('vscode', …)`. */
export { commands, env, l10n, UIKind, Uri, ViewColumn, window } from '../runPanel/fakeEditor';

export const workspace = { ...others, isTrusted: true };

/** As the editor's. */
export class CancellationTokenSource {
  private readonly listeners: (() => void)[] = [];
  readonly token = {
    isCancellationRequested: false,
    onCancellationRequested: (listener: () => void) => {
      this.listeners.push(listener);
      return { dispose: () => undefined };
    },
  };

  cancel(): void {
    this.token.isCancellationRequested = true;
    for (const listener of this.listeners) listener();
  }

  dispose(): void {
    this.listeners.length = 0;
  }
}
