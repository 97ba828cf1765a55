import script from './worker?script';
import type { FromWorker, QuestionName, WorkerQuestions } from './workerMessages';

interface Waiting {
  readonly resolve: (answer: never) => void;
  readonly reject: (error: Error) => void;
  readonly tell: (share: number) => void;
}

/** Said where a question was taken back. */
export class Cancelled extends Error {}

/** A worker that answers questions, in their order. */
export class EmbeddingWorker {
  private readonly waiting = new Map<number, Waiting>();
  private last = 0;

  private constructor(private readonly worker: Worker) {
    worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => this.receive(data));
    worker.addEventListener('error', (event) => {
      this.rejectAll(new Error(event.message === '' ? 'The worker has failed.' : event.message));
    });
  }

  /** Starts a worker, from memory: a page of the editor may start no other. */
  static start(): EmbeddingWorker {
    const url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
    const worker = new Worker(url);
    URL.revokeObjectURL(url);
    return new EmbeddingWorker(worker);
  }

  /**
   * Asks a question.
   * @param moved memory that is handed over, not copied.
   * @param tell told how far it is, 0 to 1.
   */
  ask<Name extends QuestionName>(
    name: Name,
    asked: WorkerQuestions[Name]['asked'],
    moved: readonly Transferable[] = [],
    tell: (share: number) => void = () => undefined,
  ): Promise<WorkerQuestions[Name]['answer']> {
    const id = ++this.last;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject, tell });
      this.worker.postMessage({ id, name, asked }, [...moved]);
    });
  }

  /** Ends it at once; what it was asked fails with `Cancelled`. */
  end(): void {
    this.worker.terminate();
    this.rejectAll(new Cancelled('Cancelled.'));
  }

  private receive(message: FromWorker): void {
    const waiting = this.waiting.get(message.id);
    if (waiting === undefined) return;
    if (message.type === 'progress') {
      waiting.tell(message.share);
      return;
    }
    this.waiting.delete(message.id);
    if (message.type === 'answer') waiting.resolve(message.answer as never);
    else waiting.reject(new Error(message.message));
  }

  private rejectAll(error: Error): void {
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}
