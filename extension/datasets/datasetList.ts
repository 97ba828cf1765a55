import { dirname } from 'node:path';
import { EventEmitter, workspace, type CancellationToken, type Memento } from 'vscode';
import { runConfigSchema } from '../../engine/config/runConfig';
import type { DatasetDescription } from '../../engine/protocol/toolProtocol';
import { DisposableStore } from '../dispose';
import type { ToolEngine } from '../engine/toolEngine';
import { findDatasets } from './findDatasets';
import { searchFolder } from './folderSummary';
import { builtinDataset, type FoundDataset } from './foundDataset';
import { namedSource } from './namedSource';

/** Where the sources that the user added are remembered. */
const addedKey = 'simclr.addedDatasets';

/** The data sets of the window. */
export interface Datasets {
  /** Those found, by name, then those added, then the built-in one. */
  readonly all: readonly FoundDataset[];
  /** False when the search ended at a limit: there may be more, and counts may be too low. */
  readonly complete: boolean;
}

/** Finds data sets in the workspace when first asked, and remembers what was found and looked into. */
export class DatasetList extends DisposableStore {
  private readonly changed = this.add(new EventEmitter<void>());
  /** The list has to be asked for again. */
  readonly onDidChange = this.changed.event;
  private found: Promise<Datasets> | null = null;
  private readonly descriptions = new Map<string, Promise<DatasetDescription>>();
  private readonly known = new Map<string, DatasetDescription>();
  private search = new AbortController();

  constructor(
    private readonly memory: Memento,
    private readonly tool: ToolEngine,
  ) {
    super();
    this.add(workspace.onDidChangeWorkspaceFolders(() => this.refresh()));
    this.add({ dispose: () => this.search.abort() });
  }

  /** Searches the workspace, the first time. */
  get(): Promise<Datasets> {
    this.found ??= this.find(this.search.signal);
    return this.found;
  }

  /** Forgets what was found; whoever shows it asks again. */
  refresh(): void {
    this.search.abort();
    this.search = new AbortController();
    this.found = null;
    this.descriptions.clear();
    this.known.clear();
    this.changed.fire();
  }

  /** Remembers a folder or file that the user named; it is in the list from now on. */
  async addSource(path: string): Promise<void> {
    await this.memory.update(addedKey, [...new Set([...this.added, path])]);
    this.found = null;
    this.changed.fire();
  }

  /** Takes a source that the user added out of the list. */
  async removeSource(path: string): Promise<void> {
    await this.memory.update(
      addedKey,
      this.added.filter((source) => source !== path),
    );
    this.found = null;
    this.changed.fire();
  }

  /** What is in a data set, from names and headers; asked once for each. @throws Error with a sentence for the user. */
  inspect(source: string, token?: CancellationToken): Promise<DatasetDescription> {
    const asked = this.descriptions.get(source);
    if (asked !== undefined) return asked;
    const { data, seed } = runConfigSchema.parse({ data: { source } });
    const asking = this.tool.inspect({ data, baseFolder: dirname(source), seed }, token);
    this.descriptions.set(source, asking);
    asking.then(
      (description) => {
        if (this.descriptions.get(source) === asking) this.known.set(source, description);
      },
      () => {
        if (this.descriptions.get(source) === asking) this.descriptions.delete(source);
      },
    );
    return asking;
  }

  /** What `inspect` has found out already. */
  inspected(source: string): DatasetDescription | undefined {
    return this.known.get(source);
  }

  private get added(): readonly string[] {
    return this.memory.get<readonly string[]>(addedKey, []);
  }

  private async find(signal: AbortSignal): Promise<Datasets> {
    const roots = (workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
    const searches = await Promise.all(roots.map(({ uri }) => searchFolder(uri.fsPath, undefined, signal)));
    const found = searches.flatMap(({ root }) => findDatasets(root));
    const added = await Promise.all(
      this.added
        .filter((path) => !found.some(({ source }) => source === path))
        .map((path) => namedSource(path, signal)),
    );
    const byName = (a: FoundDataset, b: FoundDataset) => a.name.localeCompare(b.name);
    return {
      all: [...found.sort(byName), ...added.sort(byName), builtinDataset()],
      complete: searches.every(({ complete }) => complete),
    };
  }
}
