import { commands, l10n, Uri, window } from 'vscode';
import type { StudyPlan } from '../../engine/studies/studyPlan';
import { DisposableStore } from '../dispose';
import { commandIds } from '../ids';
import type { RunStore } from '../runs/runStore';
import { studyProgress } from './studyProgress';
import { studyLogPath } from './studyStarter';
import type { StudyStore } from './studyStore';
import { progressText, studyTitle, verdictWord } from './studyWords';

/** Tells the user what came of a study when its process has ended. */
export class StudyNotifier extends DisposableStore {
  constructor(
    private readonly studies: Pick<StudyStore, 'startedAt' | 'look' | 'onDidEnd'>,
    private readonly runs: Pick<RunStore, 'refresh' | 'runsFolder'>,
  ) {
    super();
    this.add(studies.onDidEnd(({ plan }) => void this.ended(plan)));
  }

  private async ended({ study: { name }, size }: StudyPlan): Promise<void> {
    // The last runs have only just ended.
    await this.runs.refresh();
    this.studies.look();
    const started = this.studies.startedAt(name, size);
    const state = started?.standing.state;
    if (state === null || state === undefined || started?.runner !== null) return;
    const progress = studyProgress(state);
    const title = studyTitle(state);
    const verdict = verdictWord(state.verdict.verdict, progress);
    const open = l10n.t('Open');
    const showLog = l10n.t('Show Log');
    const died = state.tasks.some(({ run }) => run?.state === 'interrupted');
    const troubled = progress.failed > 0 || died;
    // Who has stopped it knows.
    if (!troubled && progress.done < progress.total) return;
    const answer = troubled
      ? await window.showWarningMessage(
          l10n.t('{0} ended: {1}, {2}.', title, verdict, progressText(progress)),
          open,
          showLog,
        )
      : await window.showInformationMessage(l10n.t('{0} finished: {1}.', title, verdict), open);
    if (answer === open) await commands.executeCommand(commandIds.openStudy, name, size);
    if (answer === showLog)
      await window.showTextDocument(Uri.file(studyLogPath(this.runs.runsFolder, name, size)));
  }
}
