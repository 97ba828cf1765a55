import { basename } from 'node:path';
import { readFile } from 'node:fs/promises';
import { commands, Uri, workspace, type TextDocumentContentProvider } from 'vscode';
import { runPaths } from '../../engine/runs/runPaths';
import { runRecordSchema } from '../../engine/runs/runRecordSchema';
import { DisposableStore } from '../dispose';
import type { ShownRun } from '../runs/shownRun';
import { formatConfig } from './formatConfig';

/** Scheme of the documents that show a run's configuration. They cannot be written. */
export const runConfigScheme = 'simclr-config';

/** The document that shows a run's configuration; named so that the schema of such files explains its fields. */
export function runConfigUri({ title, run }: ShownRun): Uri {
  const name = `${title.replace(/[\\/]+/g, '-')}.simclr.json`;
  return Uri.from({ scheme: runConfigScheme, path: `/${run.id}/${name}`, query: run.paths.folder });
}

/** Opens a run's configuration as it was resolved, every default filled in. */
export async function showRunConfig(shown: ShownRun): Promise<void> {
  await commands.executeCommand('vscode.open', runConfigUri(shown));
}

/** Gives the documents of `runConfigUri` their text, from the record on disk. */
export class RunConfigDocuments extends DisposableStore implements TextDocumentContentProvider {
  constructor() {
    super();
    this.add(workspace.registerTextDocumentContentProvider(runConfigScheme, this));
  }

  async provideTextDocumentContent({ query }: Uri): Promise<string> {
    const record: unknown = JSON.parse(await readFile(runPaths(query).record, 'utf8'));
    const parsed = runRecordSchema.safeParse(record);
    if (!parsed.success) throw new Error(`${basename(query)}: run.json`);
    return formatConfig(parsed.data.config);
  }
}
