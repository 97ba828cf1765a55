/**
 * A mistake in what the user gave (a file, a field, a flag): its message is one sentence that names the
 * thing and the remedy, and is shown as it is, without a stack trace.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
}

/** Why something failed, for the user: the message of a `UserError` as it is, of any other error its first line in a sentence. */
export function failureReason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof UserError) return message;
  return `something went wrong that should not: ${message.split('\n', 1)[0] ?? ''}`;
}
