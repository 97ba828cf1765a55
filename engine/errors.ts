/**
 * A mistake in what the user gave (a file, a field, a flag): its message is one sentence that names the
 * thing and the remedy, and is shown as it is, without a stack trace.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
}
