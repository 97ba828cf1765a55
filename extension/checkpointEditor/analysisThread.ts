import { Worker } from 'node:worker_threads';
import { l10n, type Disposable } from 'vscode';
import type { FromWorker, ToWorker } from './workerMessages';

/** Megabytes of JavaScript objects, of a header mostly, after which the thread ends rather than the extension host. */
const mostMemory = 2000;

/** Reads a file in a thread of its own, which ends when it is disposed of, in the middle of its work. */
export class AnalysisThread implements Disposable {
  private readonly worker: Worker;
  private disposed = false;

  /**
   * @param script path of the worker's script.
   * @param listener takes its messages; none after `dispose`.
   */
  constructor(
    script: string,
    private readonly path: string,
    private readonly listener: (message: FromWorker) => void,
  ) {
    this.worker = new Worker(script, { resourceLimits: { maxOldGenerationSizeMb: mostMemory } });
    this.worker.on('message', (message: FromWorker) => this.tell(message));
    this.worker.on('error', (error: Error) => {
      const message = l10n.t('{0} cannot be shown: {1}', this.path, error.message);
      this.tell({ type: 'failed', of: 'file', message });
    });
    this.post({ type: 'open', path });
  }

  post(message: ToWorker): void {
    this.worker.postMessage(message);
  }

  dispose(): void {
    this.disposed = true;
    void this.worker.terminate();
  }

  private tell(message: FromWorker): void {
    if (!this.disposed) this.listener(message);
  }
}
