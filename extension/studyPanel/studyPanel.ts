import { commands, l10n, Uri, window, workspace, type Disposable, type WebviewPanel } from 'vscode';
import { UserError } from '../../engine/errors';
import type { StudySize } from '../../engine/studies/studySchema';
import { studyState, type StudyState } from '../../engine/studies/studyState';
import { DisposableStore } from '../dispose';
import { commandIds } from '../ids';
import { onPageMessage } from '../panels/onPageMessage';
import { panelHtml } from '../panels/panelHtml';
import type { Services } from '../services';
import { workingFolder } from '../start/startWizard';
import type { CostEstimator } from '../studies/costEstimator';
import { costQuestion } from '../studies/costQuestion';
import type { KnownStudy } from '../studies/knownStudy';
import { studyCost } from '../studies/studyCost';
import { studyLogPath } from '../studies/studyStarter';
import type { StudyStore } from '../studies/studyStore';
import { exportFigure } from './exportFigure';
import {
  fromStudyPanelSchema,
  type CostOutlook,
  type FromStudyPanel,
  type StudyView,
  type ToStudyPanel,
} from './messages';
import { ShownCost } from './shownCost';
import { firstPlan, studyView } from './studyView';

/** What a panel needs of those around it. */
export interface StudyPanelContext {
  readonly extensionUri: Uri;
  readonly services: Pick<Services, 'store' | 'tool' | 'log'>;
  readonly studies: StudyStore;
  readonly estimator: CostEstimator;
  closed(): void;
}

type Message<Type extends FromStudyPanel['type']> = Extract<FromStudyPanel, { type: Type }>;

/** The panel of a study at a size. It owns its webview, and is gone with it. */
export class StudyPanel implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly cost: ShownCost;
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
    this.cost = this.owned.add(new ShownCost(context.estimator, () => this.show()));
    this.owned.add(panel);
    this.owned.add(studies.onDidChange(() => this.show()));
    this.owned.add(workspace.onDidGrantWorkspaceTrust(() => this.show()));
    this.owned.add(
      onPageMessage(webview, "a study's page", fromStudyPanelSchema, context.services.log, (message) =>
        this.hear(message),
      ),
    );
    this.owned.add(
      panel.onDidChangeViewState(() => {
        if (panel.visible) return;
        this.ready = false;
        this.cost.dispose();
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
      const runner = started?.runner ?? null;
      this.view = studyView(standing.state, {
        ...{ written: known?.study ?? null, hasFile: (known?.path ?? null) !== null },
        ...{ started: started !== undefined, runner, trusted: workspace.isTrusted },
        outlook: this.outlook(standing.state, known, started !== undefined, runner !== null),
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

  /** What it will take; runs that are done tell better than what would be measured. */
  private outlook(
    state: StudyState,
    known: KnownStudy | undefined,
    started: boolean,
    running: boolean,
  ): CostOutlook | null {
    const { runsFolder } = this.context.services.store;
    const asked = known !== undefined && studyCost(state).left === null;
    const question = asked ? costQuestion(known, state.plan, started, runsFolder) : null;
    return this.cost.look(question, workspace.isTrusted && !running);
  }

  private hear(message: FromStudyPanel): void {
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
    const { name, size } = this;
    await exportFigure(figure, { name, size, place, format }, this.context.services);
  }

  private report(done: Thenable<unknown>): void {
    done.then(undefined, (error: unknown) => {
      void window.showErrorMessage(error instanceof Error ? error.message : String(error));
    });
  }
}
