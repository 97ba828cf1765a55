import { isDeepStrictEqual } from 'node:util';
import { l10n, MarkdownString, StatusBarAlignment, window } from 'vscode';
import { DisposableStore } from '../dispose';
import { commandIds } from '../ids';
import type { Services } from '../services';
import { statusText, type StatusText } from './statusText';

/** Left of what other extensions show, right of what the editor itself does. */
const priority = 10;

/** Shows in the status bar how the run goes that is under way; a click opens it. */
export class RunStatusBar extends DisposableStore {
  private readonly item = this.add(
    window.createStatusBarItem('simclr.runs', StatusBarAlignment.Left, priority),
  );

  private shown: StatusText | null = null;

  constructor({ store }: Pick<Services, 'store'>) {
    super();
    this.item.name = l10n.t('SimCLR runs');
    this.add(store.onDidChange(() => this.show(statusText(store.runs))));
    this.show(statusText(store.runs));
  }

  private show(status: StatusText | null): void {
    if (status === null) this.item.hide();
    else this.fill(status);
    this.shown = status;
  }

  private fill(status: StatusText): void {
    // Setting what is there already would close a tooltip that is being read.
    if (isDeepStrictEqual(status, this.shown)) return;
    this.item.text = status.text;
    this.item.tooltip = tooltip(status);
    this.item.accessibilityInformation = { label: status.spoken };
    this.item.command = {
      command: commandIds.openRun,
      title: l10n.t('Open run'),
      arguments: [status.folder],
    };
    this.item.show();
  }
}

function tooltip({ rows, more }: StatusText): MarkdownString {
  const text = new MarkdownString();
  for (const { title, detail } of rows) {
    // Titles are file names and the like: appendText escapes them.
    text.appendMarkdown('**').appendText(title).appendMarkdown('** — ').appendText(detail);
    text.appendMarkdown('\n\n');
  }
  if (more > 0) text.appendText(l10n.t('and {0} more', more));
  return text;
}
