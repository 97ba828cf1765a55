import { basename, dirname, join } from 'node:path';
import { commands, env, l10n, Uri, window, type Disposable, type WebviewPanel } from 'vscode';
import type { EvaluationRecord } from '../../engine/runs/evaluationRecord';
import { pathExists } from '../commands/pathExists';
import { revealPath } from '../commands/revealPath';
import { DisposableStore } from '../dispose';
import { readEvaluation } from '../evaluations/readEvaluation';
import { formatCount } from '../format/formatNumbers';
import { commandIds } from '../ids';
import { onPageMessage } from '../panels/onPageMessage';
import { panelHtml } from '../panels/panelHtml';
import { saveChart } from '../runPanel/saveChart';
import type { Services } from '../services';
import { evaluationCsv } from './evaluationCsv';
import { evaluationView } from './evaluationView';
import {
  fromEvaluationPanelSchema,
  type FromEvaluationPanel,
  type EvaluationAction,
  type ToEvaluationPanel,
} from './messages';
import { repeatCommand } from './repeatCommand';

/** What a panel needs of those around it. */
export interface EvaluationPanelContext {
  readonly extensionUri: Uri;
  readonly services: Pick<Services, 'store' | 'log'>;
  closed(): void;
}

/** The panel of one evaluation. It owns its webview, and is gone with it. */
export class EvaluationPanel implements Disposable {
  private readonly owned = new DisposableStore();
  private record: EvaluationRecord | null = null;

  /** @param path absolute, of the evaluation's file in `evaluations/` of its run. */
  constructor(
    private readonly panel: WebviewPanel,
    private readonly path: string,
    private readonly context: EvaluationPanelContext,
  ) {
    const { extensionUri } = context;
    const { webview } = panel;
    this.owned.add(panel);
    this.owned.add(
      onPageMessage(
        webview,
        "an evaluation's page",
        fromEvaluationPanelSchema,
        context.services.log,
        (message) => this.hear(message),
      ),
    );
    this.owned.add(panel.onDidDispose(() => this.dispose()));
    panel.iconPath = Uri.joinPath(extensionUri, 'media', 'run.svg');
    // Last, for the page begins to load here.
    webview.html = panelHtml(webview, extensionUri, { name: 'evaluationPanel', title: 'SimCLR evaluation' });
  }

  /** Of the run. */
  get folder(): string {
    return dirname(dirname(this.path));
  }

  /** Brings the panel to the front, where it is. */
  reveal(): void {
    this.panel.reveal();
  }

  /** Reads the file and shows what it says. */
  async show(): Promise<void> {
    const { path, folder } = this;
    const { store } = this.context.services;
    const record = await readEvaluation(path);
    // After a reload of the window the page may be there before the runs are.
    if (!store.loaded) await store.refresh();
    if (this.owned.isDisposed) return;
    this.record = record;
    if (record === null) {
      this.panel.title = l10n.t('Evaluation');
      this.post({ type: 'gone', message: await this.missing() });
      return;
    }
    const shown = store.get(folder);
    const title = shown?.title ?? basename(folder);
    const checkpoint = this.checkpointOf(record);
    const repeatable = shown !== undefined && (await pathExists(checkpoint));
    const place = { path, checkpoint, repeatable, title, run: shown?.run ?? null };
    this.panel.title = l10n.t('{0} · evaluation of step {1}', title, formatCount(record.step));
    this.post({ type: 'evaluation', view: evaluationView(record, place, new Date()) });
  }

  dispose(): void {
    if (this.owned.isDisposed) return;
    this.owned.dispose();
    this.context.closed();
  }

  private checkpointOf({ checkpoint }: EvaluationRecord): string {
    return join(this.folder, ...checkpoint.split('/'));
  }

  private async missing(): Promise<string> {
    return (await pathExists(this.path))
      ? l10n.t('{0} is no evaluation that this version can read: evaluate the checkpoint again.', this.path)
      : l10n.t('The evaluation {0} is gone: it was moved or deleted. Close this panel.', this.path);
  }

  private post(message: ToEvaluationPanel): void {
    if (!this.owned.isDisposed) void this.panel.webview.postMessage(message);
  }

  private hear(message: FromEvaluationPanel): void {
    switch (message.type) {
      case 'ready':
        this.report(this.show());
        return;
      case 'action':
        this.report(this.act(message.action));
        return;
      case 'export':
        this.report(this.export(message.format));
        return;
    }
  }

  private async act(action: EvaluationAction): Promise<void> {
    const { record, folder } = this;
    switch (action) {
      case 'reveal':
        return revealPath(this.path);
      case 'openRun':
        return commands.executeCommand(commandIds.openRun, folder);
      case 'repeat':
        return record === null
          ? undefined
          : commands.executeCommand(commandIds.evaluateCheckpoint, folder, record.step);
      case 'copy':
        return record === null
          ? undefined
          : env.clipboard.writeText(repeatCommand(record, this.checkpointOf(record)));
    }
  }

  private async export(format: 'json' | 'csv'): Promise<void> {
    const { record, folder, path } = this;
    if (record === null) return;
    const contents = format === 'json' ? [`${JSON.stringify(record, null, 2)}\n`] : evaluationCsv(record);
    const name = `${basename(folder)}-${basename(path, '.json')}.${format}`;
    await saveChart({ name, format, contents, title: l10n.t('Export evaluation') });
  }

  private report(done: Promise<unknown>): void {
    done.catch((error: unknown) => {
      void window.showErrorMessage(error instanceof Error ? error.message : String(error));
    });
  }
}
