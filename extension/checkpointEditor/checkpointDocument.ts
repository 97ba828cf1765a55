import { unwatchFile, watchFile, type Stats } from 'node:fs';
import type { CustomDocument, Disposable, Uri } from 'vscode';
import { AnalysisThread } from './analysisThread';
import type { FromWorker, ToWorker } from './workerMessages';

/** Milliseconds after a change of the file before it is read anew: a writer may change it several times. */
const settleTime = 300;
/** Milliseconds from one look at the file to the next: not all file systems tell of changes, and the editor misses some. */
const lookEvery = 500;

/** What is told of a file: what the thread says, and that it begins anew. */
export type DocumentMessage = FromWorker | { readonly type: 'loading' };

type Listener = (message: DocumentMessage) => void;

/**
 * A file that is open, in however many editors: it is read once, by a thread that ends with it, and anew whenever it
 * changes on disk.
 */
export class CheckpointDocument implements CustomDocument {
  private readonly listeners = new Set<Listener>();
  private thread: AnalysisThread | null = null;
  /** What another editor of the file would have to be told. */
  private said: DocumentMessage[] = [];
  private timer: NodeJS.Timeout | undefined;

  /** @param script path of the thread's script. */
  constructor(
    readonly uri: Uri,
    private readonly script: string,
  ) {
    watchFile(this.path, { interval: lookEvery, persistent: false }, this.changed);
    this.read();
  }

  get path(): string {
    return this.uri.fsPath;
  }

  /** Tells `listener` all that has been said of the file, and goes on telling. */
  listen(listener: Listener): Disposable {
    for (const message of this.said) listener(message);
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  }

  /** Asks the thread for something. Of comparisons the last is kept. */
  ask(message: ToWorker): void {
    if (message.type === 'compare') this.said = this.said.filter(({ type }) => type !== 'compared');
    this.thread?.post(message);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.thread?.dispose();
    this.listeners.clear();
    unwatchFile(this.path, this.changed);
  }

  private readonly changed = (now: Stats, before: Stats) => {
    // A file that was given a second name, or other rights, holds what it did.
    if (now.mtimeMs === before.mtimeMs && now.size === before.size && now.ino === before.ino) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.read(), settleTime);
  };

  private read(): void {
    this.thread?.dispose();
    this.said = [];
    this.tell({ type: 'loading' });
    this.thread = new AnalysisThread(this.script, this.path, (message) => this.tell(message));
  }

  private tell(message: DocumentMessage): void {
    const passing =
      message.type === 'loading' ||
      message.type === 'channels' ||
      (message.type === 'failed' && message.of === 'comparison');
    if (!passing) this.said.push(message);
    for (const listener of this.listeners) listener(message);
  }
}
