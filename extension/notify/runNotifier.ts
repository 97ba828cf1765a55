import { commands, window, type MessageItem } from 'vscode';
import { DisposableStore } from '../dispose';
import type { RunEnd } from '../runs/runStore';
import type { ShownRun } from '../runs/shownRun';
import type { Services } from '../services';
import { collapseNotice, endNotice, type Notice } from './endNotice';

/** Tells the user that a run has finished, has failed, or may have collapsed, and offers what can be done. */
export class RunNotifier extends DisposableStore {
  constructor(private readonly services: Pick<Services, 'store' | 'log'>) {
    super();
    const { store } = services;
    this.add(store.onDidEnd((end) => this.ended(end)));
    this.add(
      store.onDidWarn(({ shown, kind, message }) => {
        if (kind === 'collapse' && !isOfStudy(shown))
          void show(collapseNotice(shown, message), shown.run.paths.folder);
      }),
    );
  }

  private ended({ shown, lastLines }: RunEnd): void {
    // Of the many runs of a study it is the study's end that is told.
    const notice = isOfStudy(shown) ? null : endNotice(shown);
    if (notice === null) return;
    const { log } = this.services;
    if (notice.severity === 'error') log.error([notice.message, ...lastLines].join('\n  '));
    else log.info(notice.message);
    void show(notice, shown.run.paths.folder);
  }
}

function isOfStudy({ run }: ShownRun): boolean {
  return run.record.study !== undefined;
}

async function show({ severity, message, actions }: Notice, folder: string): Promise<void> {
  const items = actions.map(({ label, command }) => ({ title: label, command }));
  const answer = await ask(severity, message, items);
  if (answer !== undefined) await commands.executeCommand(answer.command, folder);
}

function ask<T extends MessageItem>(severity: Notice['severity'], message: string, items: readonly T[]) {
  switch (severity) {
    case 'information':
      return window.showInformationMessage(message, ...items);
    case 'warning':
      return window.showWarningMessage(message, ...items);
    case 'error':
      return window.showErrorMessage(message, ...items);
  }
}
