import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import {
  commands,
  env,
  l10n,
  ProgressLocation,
  Uri,
  window,
  workspace,
  type CancellationToken,
  type QuickPickItem,
} from 'vscode';
import type { Exported, MetricsFormat } from '../../engine/protocol/exportProtocol';
import { commandIds } from '../ids';
import type { ShownRun } from '../runs/shownRun';
import type { Services } from '../services';
import { isTrusted } from '../start/workspaceTrust';
import type { ExperimentsView } from '../views/experimentsView';
import { chooseAnyRun } from './chooseRuns';
import { revealPath } from './revealPath';

/** The commands that write a run for others' tools. Each takes a run folder, a line of the tree, or asks. */
export function exportCommands({ store, tool }: Pick<Services, 'store' | 'tool'>, view: ExperimentsView) {
  const withRun =
    (placeholder: string, act: (shown: ShownRun) => Promise<void>) =>
    async (...args: readonly unknown[]) => {
      if (!isTrusted()) return;
      const shown = await chooseAnyRun({ store, selection: view.selection }, args, placeholder);
      if (shown !== undefined) await act(shown);
    };

  return {
    [commandIds.writeReport]: withRun(l10n.t('Run to report'), async (shown) => {
      const path = await askFile(shown, l10n.t('Write Report'), { HTML: ['html'], Markdown: ['md'] });
      if (path === undefined) return;
      const runFolder = shown.run.paths.folder;
      const done = await watched(l10n.t('Writing the report of “{0}”', shown.title), (token) =>
        tool.writeReport({ runFolder, path }, token),
      );
      if (done === null) return;
      if (path.endsWith('.md')) await commands.executeCommand('markdown.showPreview', Uri.file(path));
      // A browser has no way to a file on another machine.
      else if (env.remoteName === undefined) await env.openExternal(Uri.file(path));
      else await offer(done);
    }),
    [commandIds.exportMetrics]: withRun(l10n.t('Run whose metrics to export'), async (shown) => {
      const format = await askFormat();
      if (format === undefined) return;
      const path =
        format === 'csv'
          ? await askFile(shown, l10n.t('Export Metrics'), { CSV: ['csv'] })
          : await askFolder(shown);
      if (path === undefined) return;
      const runFolder = shown.run.paths.folder;
      const done = await watched(l10n.t('Exporting the metrics of “{0}”', shown.title), (token) =>
        tool.exportMetrics({ runFolder, path, format }, token),
      );
      if (done === null) return;
      for (const warning of done.warnings) void window.showWarningMessage(warning);
      if (format === 'csv') await commands.executeCommand('vscode.open', Uri.file(path));
      else await offer(done);
    }),
  };
}

async function askFormat(): Promise<MetricsFormat | undefined> {
  const items: readonly (QuickPickItem & { readonly format: MetricsFormat })[] = [
    { format: 'csv', label: 'CSV', detail: l10n.t('A row for each logged step, a column for each metric') },
    {
      ...{ format: 'tensorboard', label: 'TensorBoard' },
      detail: l10n.t('Scalars, positive pairs, and h and z for the projector, in a folder of the run’s name'),
    },
  ];
  const picked = await window.showQuickPick(items, { title: l10n.t('Export Metrics as') });
  return picked?.format;
}

async function askFile(
  shown: ShownRun,
  title: string,
  filters: Readonly<Record<string, string[]>>,
): Promise<string | undefined> {
  const [ending = ''] = Object.values(filters)[0] ?? [];
  const defaultUri = Uri.joinPath(startFolder(), `${shown.run.id}.${ending}`);
  const target = await window.showSaveDialog({ title, defaultUri, filters });
  return target?.fsPath;
}

/** A folder of the run's own within the log directory that the user names, so that several runs lie side by side. */
async function askFolder({ run }: ShownRun): Promise<string | undefined> {
  const [folder] =
    (await window.showOpenDialog({
      ...{ title: l10n.t('Log directory for TensorBoard'), openLabel: l10n.t('Export Here') },
      ...{ defaultUri: startFolder(), canSelectFiles: false, canSelectFolders: true },
    })) ?? [];
  return folder === undefined ? undefined : join(folder.fsPath, run.id);
}

/** Where a dialog begins. */
export function startFolder(): Uri {
  return workspace.workspaceFolders?.[0]?.uri ?? Uri.file(homedir());
}

/** Does the work with a notification of its progress; null where the user has called it off. */
export async function watched(
  title: string,
  work: (token: CancellationToken) => Promise<Exported>,
): Promise<Exported | null> {
  const options = { location: ProgressLocation.Notification, title, cancellable: true };
  return window.withProgress(options, async (_, token) => {
    try {
      return await work(token);
    } catch (error) {
      if (token.isCancellationRequested) return null;
      throw error;
    }
  });
}

/** Says that it is saved, with a button that reveals it. */
export async function offer({ path }: Exported): Promise<void> {
  const reveal = l10n.t('Reveal');
  const chosen = await window.showInformationMessage(l10n.t('Saved {0}.', basename(path)), reveal);
  if (chosen === reveal) await revealPath(path);
}
