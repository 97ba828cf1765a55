/**
 * Why a command has nothing to do. Nothing went wrong: its message, one sentence, is shown as news and not as an error.
 */
export class Notice extends Error {
  override readonly name = 'Notice';
}
