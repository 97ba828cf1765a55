import { l10n, ThemeColor, ThemeIcon, Uri, window, type QuickPickItem } from 'vscode';
import * as z from 'zod';
import { studySizes, type StudySize } from '../../engine/studies/studySchema';
import { Notice } from '../commands/notice';
import { describeSize, describeStudy } from '../views/describeStudy';
import type { StateIcon } from '../views/runState';
import type { KnownStudy } from './knownStudy';
import type { StartedStudy } from './startedStudy';
import type { StudyStore } from './studyStore';
import { studyTitle } from './studyWords';

/** A line of the Studies tree, or of a study's runs in the Experiments tree. */
const nodeSchema = z.object({ name: z.string(), size: z.enum(studySizes).optional() });

/** A study that a command is for, and its size where that was said. */
export interface ChosenStudy {
  readonly known: KnownStudy;
  readonly size: StudySize | undefined;
}

/**
 * The study that a command is for, by its arguments: a line of the tree, a name and perhaps a size, or a file; else what the
 * user picks among those that fit.
 * @returns undefined when the user gave up.
 * @throws Notice where there is none.
 */
export async function chooseStudy(
  studies: StudyStore,
  args: readonly unknown[],
  placeHolder: string,
  fits: (known: KnownStudy) => boolean = () => true,
): Promise<ChosenStudy | undefined> {
  const named = namedStudy(args);
  if (named !== null) {
    const known = studies.studies.find(({ name, path }) => name === named.name || path === named.name);
    if (known === undefined) throw new Notice(l10n.t('This study is gone: its file was moved or deleted.'));
    return { known, size: named.size };
  }
  const fitting = studies.studies.filter(fits);
  if (fitting.length === 0) throw new Notice(l10n.t('There is no such study.'));
  const items = fitting.map((known): QuickPickItem & { readonly known: KnownStudy } => {
    const { description, icon, color } = describeStudy(known, studies.startedOf(known.name));
    const { title, study, problem } = known;
    return { ...itemOf(title, description, { icon, color }), detail: study?.claim ?? problem ?? '', known };
  });
  const picked = await window.showQuickPick(items, { placeHolder, matchOnDetail: true });
  return picked === undefined ? undefined : { known: picked.known, size: undefined };
}

/**
 * The same among the studies that were started, each at its size. Of a study without a size it is the one that fits, or the user
 * is asked.
 */
export async function chooseStarted(
  studies: StudyStore,
  args: readonly unknown[],
  placeHolder: string,
  fits: (started: StartedStudy) => boolean,
): Promise<StartedStudy | undefined> {
  const named = namedStudy(args);
  const names = named === null ? studies.studies.map(({ name }) => name) : [named.name];
  const all = names.flatMap((name) => studies.startedOf(name));
  const fitting = all.filter(
    (started) => fits(started) && (named?.size === undefined || started.plan.size === named.size),
  );
  const [only, ...others] = fitting;
  if (only === undefined) throw new Notice(l10n.t('There is no study for which that can be done now.'));
  if (others.length === 0) return only;
  const items = fitting.map((started): QuickPickItem & { readonly started: StartedStudy } => ({
    ...itemOf(studyTitle(started), describeSize(started).description, describeSize(started)),
    started,
  }));
  return (await window.showQuickPick(items, { placeHolder }))?.started;
}

function itemOf(label: string, description: string, { icon, color }: StateIcon): QuickPickItem {
  return {
    ...{ label, description },
    iconPath: new ThemeIcon(icon, color === null ? undefined : new ThemeColor(color)),
  };
}

function namedStudy([first, second]: readonly unknown[]): {
  readonly name: string;
  readonly size: StudySize | undefined;
} | null {
  if (typeof first === 'string') return { name: first, size: studySizes.find((size) => size === second) };
  if (first instanceof Uri) return { name: first.fsPath, size: undefined };
  const node = nodeSchema.safeParse(first);
  return node.success ? { name: node.data.name, size: node.data.size } : null;
}
