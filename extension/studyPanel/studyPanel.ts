import { commands, l10n, Uri, window, workspace, type Disposable, type WebviewPanel } from 'vscode';
import { UserError } from '../../engine/errors';
import type { StudySize } from '../../engine/studies/studySchema';
import { studyState } from '../../engine/studies/studyState';
import { offer, startFolder, watched } from '../commands/exportCommands';
import { DisposableStore } from '../dispose';
import { commandIds } from '../ids';
import { panelHtml } from '../panels/panelHtml';
import { saveChart } from '../runPanel/saveChart';
import type { Services } from '../services';
import { workingFolder } from '../start/startWizard';
import { isTrusted } from '../start/workspaceTrust';
import { studyLogPath } from '../studies/studyStarter';
import type { StudyStore } from '../studies/studyStore';
import { figureCsv } from './figureCsv';
import { fromStudyPanelSchema, type FromStudyPanel, type StudyView, type ToStudyPanel } from './messages';
import { firstPlan, studyView } from './studyView';

/** What a panel needs of those around it. */
export interface StudyPanelContext {
  readonly extensionUri: Uri;
  readonly services: Pick<Services, 'store' | 'tool' | 'log'>;
  readonly studies: StudyStore;
  closed(): void;
}

type Message<Type extends FromStudyPanel['type']> = Extract<FromStudyPanel, { type: Type }>;

/** The panel of a study at a size. It owns its webview, and is gone with it. */
export class StudyPanel implements Disposable {
  private readonly owned = new DisposableStore();
  /** Whether the page can take messages; a page that was hidden is a new one when it is shown again. */
  private ready = false;
  private posted = '';
  private view: StudyView | null = null;

  constructor(
    private readonly panel: WebviewPanel,
    private readonly name: string,
    private readonly size: StudySize,
    private readonly context: StudyPanelContext,
  ) {
    const { extensionUri, studies } = context;
    const { webview } = panel;
    this.owned.add(panel);
    this.owned.add(studies.onDidChange(() => this.show()));
    this.owned.add(workspace.onDidGrantWorkspaceTrust(() => this.show()));
    this.owned.add(webview.onDidReceiveMessage((message: unknown) => this.receive(message)));
    this.owned.add(
      panel.onDidChangeViewState(() => {
        if (!panel.visible) this.ready = false;
      }),
    );
    this.owned.add(panel.onDidDispose(() => this.dispose()));
    panel.iconPath = Uri.joinPath(extensionUri, 'media', 'study.svg');
    panel.title = `${studies.find(name)?.title ?? name} · ${size}`;
    // Last, for the page begins to load here.
    webview.html = panelHtml(webview, extensionUri, { name: 'studyPanel', title: 'SimCLR study' });
  }

  /** Brings the panel to the front, where it is. */
  reveal(): void {
    this.panel.reveal();
  }

  dispose(): void {
    if (this.owned.isDisposed) return;
    this.owned.dispose();
    this.context.closed();
  }

  private show(): void {
    const { studies } = this.context;
    if (!this.ready || !studies.loaded) return;
    const message = this.message();
    const text = JSON.stringify(message);
    if (text === this.posted) return;
    this.posted = text;
    void this.panel.webview.postMessage(message);
  }

  private message(): ToStudyPanel {
    const { studies } = this.context;
    const { name, size } = this;
    const known = studies.find(name);
    const started = studies.startedAt(name, size);
    const gone = l10n.t(
      'The study “{0}” is gone: its file was moved, deleted or is wrong. Close this panel.',
      name,
    );
    try {
      const standing =
        started?.standing ??
        (known?.study ? { state: this.wouldBe(known.study), problem: null } : { state: null, problem: gone });
      if (standing.state === null) return { type: 'gone', message: standing.problem };
      this.view = studyView(standing.state, {
        ...{ written: known?.study ?? null, hasFile: (known?.path ?? null) !== null },
        ...{ started: started !== undefined, runner: started?.runner ?? null, trusted: workspace.isTrusted },
      });
      this.panel.title = `${this.view.title} · ${size}`;
      return { type: 'study', view: this.view };
    } catch (error) {
      if (error instanceof UserError) return { type: 'gone', message: error.message };
      throw error;
    }
  }

  /** How a study stands that was never started: runs that are there all the same count. */
  private wouldBe(study: NonNullable<ReturnType<StudyStore['find']>>['study'] & object) {
    return studyState(firstPlan(study, this.size, workingFolder()), this.context.studies.runsByKey());
  }

  private receive(raw: unknown): void {
    const parsed = fromStudyPanelSchema.safeParse(raw);
    if (!parsed.success) {
      this.context.services.log.warn(`A message of a study's page is ignored: ${parsed.error.message}`);
      return;
    }
    const message = parsed.data;
    switch (message.type) {
      case 'ready':
        this.ready = true;
        this.posted = '';
        this.show();
        return;
      case 'action':
        this.report(this.act(message));
        return;
      case 'size':
        this.report(commands.executeCommand(commandIds.openStudy, this.name, message.size));
        return;
      case 'openRun':
        this.report(commands.executeCommand(commandIds.openRun, message.folder));
        return;
      case 'export':
        this.report(this.export(message));
        return;
    }
  }

  private async act({ action }: Message<'action'>): Promise<void> {
    const { name, size } = this;
    const command = {
      ...{ run: commandIds.runStudy, resume: commandIds.resumeStudy, stop: commandIds.stopStudy },
      ...{ report: commandIds.writeStudyReport, file: commandIds.openStudyFile },
    };
    if (action !== 'log') {
      await commands.executeCommand(command[action], name, size);
      return;
    }
    const path = studyLogPath(this.context.services.store.runsFolder, name, size);
    await window.showTextDocument(Uri.file(path), { preview: true });
  }

  private async export({ figure: place, format }: Message<'export'>): Promise<void> {
    const figure = this.view?.figures[place];
    if (figure === undefined) return;
    const name = `${this.name}-${this.size}-${place + 1}.${format}`;
    if (format === 'csv') {
      await saveChart({ name, format, contents: figureCsv(figure), title: l10n.t('Export figure') });
      return;
    }
    if (!isTrusted()) return;
    const target = await window.showSaveDialog({
      title: l10n.t('Export figure'),
      defaultUri: Uri.joinPath(startFolder(), name),
      filters: { [format.toUpperCase()]: [format] },
    });
    if (target === undefined) return;
    const { runsFolder } = this.context.services.store;
    const params = { runsFolder, name: this.name, size: this.size, path: target.fsPath, figure: place };
    const done = await watched(l10n.t('Drawing “{0}”', figure.title), (token) =>
      this.context.services.tool.writeStudyReport(params, token),
    );
    if (done !== null) await offer(done);
  }

  private report(done: Thenable<unknown>): void {
    done.then(undefined, (error: unknown) => {
      void window.showErrorMessage(error instanceof Error ? error.message : String(error));
    });
  }
}
