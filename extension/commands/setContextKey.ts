import { commands } from 'vscode';
import type { ContextKey } from '../ids';

const values = new Map<ContextKey, boolean>();

/** Sets a key that `when` and `enablement` clauses read; does nothing where it has that value already. */
export function setContextKey(key: ContextKey, value: boolean): void {
  if (values.get(key) === value) return;
  values.set(key, value);
  void commands.executeCommand('setContext', key, value);
}
