import { basename } from 'node:path';
import { EventEmitter, workspace, l10n } from 'vscode';
import { UserError } from '../../engine/errors';
import { builtInStudies } from '../../engine/studies/builtInStudies';
import { readStudyFile } from '../../engine/studies/studyFile';
import { DisposableStore } from '../dispose';
import type { KnownStudy } from './knownStudy';

/** Ending of the names of studies' files. */
export const studyEnding = '.study.json';

/** More files than these are not looked for. */
const mostFiles = 100;

/** The studies that are written down: those of the program, and the `*.study.json` of the workspace. */
export class StudyFiles extends DisposableStore {
  private readonly changed = this.add(new EventEmitter<void>());
  /** `studies` is another list now. */
  readonly onDidChange = this.changed.event;
  private looked = false;
  /** null until somebody asks, which may be long after the window has opened. */
  private found: readonly KnownStudy[] | null = null;

  constructor() {
    super();
    const watcher = this.add(workspace.createFileSystemWatcher(`**/*${studyEnding}`));
    const look = () => void this.look();
    for (const event of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete])
      this.add(event(look));
    this.add(workspace.onDidChangeWorkspaceFolders(look));
    look();
  }

  /** False until the workspace has been searched once. */
  get loaded(): boolean {
    return this.looked;
  }

  /** One's own by their paths, then those of the program in the order of the paper. */
  get studies(): readonly KnownStudy[] {
    return (this.found ??= builtIn());
  }

  /** Looks for files now. */
  async look(): Promise<void> {
    const pattern = `**/*${studyEnding}`;
    const files = await workspace.findFiles(pattern, '**/{node_modules,.simclr,.git}/**', mostFiles);
    if (this.isDisposed) return;
    const paths = files.filter(({ scheme }) => scheme === 'file').map(({ fsPath }) => fsPath);
    const known = builtIn();
    const own = paths
      .sort()
      .reduce<readonly KnownStudy[]>((sofar, path) => [...sofar, readKnown(path, [...known, ...sofar])], []);
    this.found = [...own, ...known];
    this.looked = true;
    this.changed.fire();
  }
}

function builtIn(): readonly KnownStudy[] {
  return builtInStudies().map((study) => {
    const { name, title } = study;
    return { name, title, origin: 'builtin', path: null, study, problem: null };
  });
}

/** The study in a file, of which `known` are before it. */
function readKnown(path: string, known: readonly KnownStudy[]): KnownStudy {
  const shown = workspace.asRelativePath(path);
  const wrong = (problem: string): KnownStudy => {
    return { name: path, title: basename(path), origin: 'file', path, study: null, problem };
  };
  try {
    const study = readStudyFile(path, shown);
    const { name, title } = study;
    if (known.some((other) => other.name === name)) {
      return wrong(l10n.t('{0}: the name “{1}” is that of another study: choose another one.', shown, name));
    }
    return { name, title, origin: 'file', path, study, problem: null };
  } catch (error) {
    if (error instanceof UserError) return wrong(error.message);
    throw error;
  }
}
