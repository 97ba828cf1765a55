import { l10n, Uri, window } from 'vscode';
import type { StudySize } from '../../engine/studies/studySchema';
import { offer, startFolder, watched } from '../commands/exportCommands';
import { saveChart } from '../runPanel/saveChart';
import type { Services } from '../services';
import { isTrusted } from '../start/workspaceTrust';
import { figureCsv } from './figureCsv';
import type { FigureData } from './messages';

/** Which figure is saved, and as what. */
export interface FigureExport {
  /** Of the study. */
  readonly name: string;
  readonly size: StudySize;
  /** Of the figure among the study's, from 0. */
  readonly place: number;
  readonly format: 'svg' | 'png' | 'csv';
}

/** Asks for a place and saves a figure there: the engine draws it, its numbers are as the page has them. */
export async function exportFigure(
  figure: FigureData,
  { name, size, place, format }: FigureExport,
  { store: { runsFolder }, tool }: Pick<Services, 'store' | 'tool'>,
): Promise<void> {
  const title = l10n.t('Export figure');
  const file = `${name}-${size}-${place + 1}.${format}`;
  if (format === 'csv') {
    await saveChart({ name: file, format, contents: figureCsv(figure), title });
    return;
  }
  if (!isTrusted()) return;
  const target = await window.showSaveDialog({
    title,
    defaultUri: Uri.joinPath(startFolder(), file),
    filters: { [format.toUpperCase()]: [format] },
  });
  if (target === undefined) return;
  const params = { runsFolder, name, size, path: target.fsPath, figure: place };
  const done = await watched(l10n.t('Drawing “{0}”', figure.title), (token) =>
    tool.writeStudyReport(params, token),
  );
  if (done !== null) await offer(done);
}
