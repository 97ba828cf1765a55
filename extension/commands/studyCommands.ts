import { dirname } from 'node:path';
import { commands, env, l10n, ProgressLocation, Uri, window, workspace } from 'vscode';
import type { StudySize } from '../../engine/studies/studySchema';
import type { StudyState } from '../../engine/studies/studyState';
import type { DatasetList } from '../datasets/datasetList';
import { commandIds } from '../ids';
import type { Services } from '../services';
import { workingFolder } from '../start/startWizard';
import { isTrusted } from '../start/workspaceTrust';
import { askStudyRun } from '../studies/askStudyRun';
import { chooseStarted, chooseStudy } from '../studies/chooseStudy';
import type { KnownStudy } from '../studies/knownStudy';
import { newStudy } from '../studies/newStudy';
import { studyProgress } from '../studies/studyProgress';
import { studySettings } from '../studies/studySettings';
import { startStudy, type StudyRequest } from '../studies/studyStarter';
import { stopStudy } from '../studies/stopStudy';
import type { StudyStore } from '../studies/studyStore';
import type { StudyPanels } from '../studyPanel/studyPanels';
import { offer, startFolder, watched } from './exportCommands';
import { Notice } from './notice';

/** The commands on studies. Each takes a line of the tree, the name of a study and a size, a file, or asks. */
export function studyCommands(
  { studyEngines, store, tool }: Pick<Services, 'studyEngines' | 'store' | 'tool'>,
  studies: StudyStore,
  datasets: DatasetList,
  panels: StudyPanels,
) {
  const start = async (request: StudyRequest) => {
    if (studies.startedAt(request.name, request.size)?.runner) {
      throw new Notice(l10n.t('“{0}” is being run at size {1} already.', request.name, request.size));
    }
    const starting = { location: ProgressLocation.Window, title: l10n.t('Starting the study…') };
    await window.withProgress(starting, () => startStudy(studyEngines, store.runsFolder, request));
    studies.look();
    panels.open(request.name, request.size);
  };

  return {
    [commandIds.runStudy]: async (...args: readonly unknown[]) => {
      if (!isTrusted()) return;
      const chosen = await chooseStudy(studies, args, l10n.t('Study to run'));
      if (chosen === undefined) return;
      const { known, size } = chosen;
      // Its file is not here, but what was run is known.
      if (known.origin === 'plan' && size !== undefined) {
        await start({ name: known.name, size, choice: null, folder: workingFolder() });
        return;
      }
      const { study } = runnable(known);
      const answers = await askStudyRun(study, datasets, size);
      if (answers === null) return;
      const { path } = known;
      await workspace.textDocuments.find(({ isDirty, uri }) => isDirty && uri.fsPath === path)?.save();
      await start({
        ...{ name: study.name, size: answers.size },
        choice: {
          path,
          source: answers.source,
          seeds: answers.seeds,
          settings: studySettings(study, answers.size),
        },
        folder: path === null ? workingFolder() : dirname(path),
      });
    },
    [commandIds.resumeStudy]: async (...args: readonly unknown[]) => {
      if (!isTrusted()) return;
      const started = await chooseStarted(
        studies,
        args,
        l10n.t('Study to go on with'),
        ({ runner, standing }) => runner === null && standing.state !== null && isUnfinished(standing.state),
      );
      if (started === undefined) return;
      const { study, size, baseFolder } = started.plan;
      await start({ name: study.name, size, choice: null, folder: baseFolder });
    },
    [commandIds.stopStudy]: async (...args: readonly unknown[]) => {
      if (!isTrusted()) return;
      const started = await chooseStarted(
        studies,
        args,
        l10n.t('Study to stop'),
        (each) => each.runner !== null,
      );
      if (started !== undefined) stopStudy(started);
    },
    [commandIds.openStudy]: async (...args: readonly unknown[]) => {
      const chosen = await chooseStudy(studies, args, l10n.t('Study to open'));
      if (chosen === undefined) return;
      const { study, problem, path } = chosen.known;
      if (study === null) {
        void window.showErrorMessage(problem ?? '');
        if (path !== null) await window.showTextDocument(Uri.file(path));
        return;
      }
      panels.open(study.name, chosen.size ?? panels.likelySize(study));
    },
    [commandIds.writeStudyReport]: async (...args: readonly unknown[]) => {
      if (!isTrusted()) return;
      const started = await chooseStarted(studies, args, l10n.t('Study to report'), () => true);
      if (started !== undefined) await writeReport(started.plan.study.name, started.plan.size);
    },
    [commandIds.openStudyFile]: async (...args: readonly unknown[]) => {
      const chosen = await chooseStudy(
        studies,
        args,
        l10n.t('Study whose file to show'),
        ({ path }) => path !== null,
      );
      if (chosen?.known.path) await window.showTextDocument(Uri.file(chosen.known.path));
    },
    [commandIds.newStudy]: () => newStudy(),
  };

  async function writeReport(name: string, size: StudySize): Promise<void> {
    const target = await window.showSaveDialog({
      title: l10n.t('Write Report'),
      defaultUri: Uri.joinPath(startFolder(), `${name}-${size}.html`),
      filters: { HTML: ['html'], Markdown: ['md'] },
    });
    if (target === undefined) return;
    const { fsPath: path } = target;
    const params = { runsFolder: store.runsFolder, name, size, path, figure: null };
    const done = await watched(l10n.t('Writing the report of “{0}”', name), (token) =>
      tool.writeStudyReport(params, token),
    );
    if (done === null) return;
    if (path.endsWith('.md')) await commands.executeCommand('markdown.showPreview', target);
    // A browser has no way to a file on another machine.
    else if (env.remoteName === undefined) await env.openExternal(target);
    else await offer(done);
  }
}

function isUnfinished(state: StudyState): boolean {
  const { done, total } = studyProgress(state);
  return done < total;
}

function runnable({ study, problem }: KnownStudy) {
  if (study === null) throw new Error(problem ?? '');
  return { study };
}
