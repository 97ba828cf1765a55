import type { CancellationToken } from 'vscode-jsonrpc/node';

/** A signal that aborts when the client takes its question back. */
export function cancellationSignal(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  // Of one that was called off before its turn the event would come too late.
  if (token.isCancellationRequested) controller.abort();
  token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}
