import { ErrorCodes, ResponseError } from 'vscode-jsonrpc/node';
import { failureReason, UserError } from '../errors';

/** As the protocol of language servers has it. */
const requestCancelled = -32800;

/**
 * What a client is answered when its request failed: the sentence of a `UserError` as it is; of any other error what
 * can be said in one.
 * @param onUnforeseen told of errors that are no `UserError`, for a log.
 */
export function responseError(error: unknown, onUnforeseen: (error: unknown) => void): ResponseError {
  if (error instanceof ResponseError) return error;
  if (error instanceof UserError) return new ResponseError(ErrorCodes.InvalidRequest, failureReason(error));
  if (error instanceof Error && error.name === 'AbortError') {
    return new ResponseError(requestCancelled, 'cancelled');
  }
  onUnforeseen(error);
  return new ResponseError(ErrorCodes.InternalError, failureReason(error));
}
