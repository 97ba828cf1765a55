import { commands, window, type Disposable, type LogOutputChannel } from 'vscode';
import { DisposableStore } from '../dispose';
import type { CommandId } from '../ids';
import { Notice } from './notice';

/** What a command does. What it throws is shown: its message is one sentence for the user. */
export type CommandHandler = (...args: readonly unknown[]) => unknown;

/** Registers the handler of every command of the extension. */
export function registerCommands(
  handlers: Readonly<Record<CommandId, CommandHandler>>,
  log: LogOutputChannel,
): Disposable {
  const registered = new DisposableStore();
  for (const [id, handler] of Object.entries(handlers)) {
    registered.add(
      commands.registerCommand(id, async (...args: unknown[]) => {
        try {
          return await handler(...args);
        } catch (error) {
          if (error instanceof Notice) {
            void window.showInformationMessage(error.message);
            return undefined;
          }
          log.error(`${id}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
          void window.showErrorMessage(error instanceof Error ? error.message : String(error));
          return undefined;
        }
      }),
    );
  }
  return registered;
}
