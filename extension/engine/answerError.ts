import { ErrorCodes, ResponseError } from 'vscode-jsonrpc/node';
import { l10n } from 'vscode';

/** What the user is told when a request to an engine failed: the engine's own sentence, or that it has gone. */
export function answerError(error: unknown): Error {
  const answered = error instanceof ResponseError && error.code !== ErrorCodes.PendingResponseRejected;
  return answered
    ? new Error(error.message)
    : new Error(l10n.t('The engine ended before it answered: see its log, and try again.'));
}
