import {
  CancellationError,
  CancellationTokenSource,
  EventEmitter,
  type CancellationToken,
  type Disposable,
} from 'vscode';
import type { EvaluateParams, ToolProgress } from '../../engine/protocol/toolProtocol';
import { DisposableStore } from '../dispose';
import type { ToolEngine } from '../engine/toolEngine';

/** An evaluation to make. */
export interface EvaluationJob extends EvaluateParams {
  /** Of the run; absolute. */
  readonly folder: string;
}

/** How an evaluation stands. */
export type JobState =
  /** Another one has to end first: two at a time would take the cores from each other. */
  | { readonly kind: 'waiting' }
  /** `progress` is null until the engine has told something. */
  | { readonly kind: 'running'; readonly progress: ToolProgress | null };

interface Entry {
  readonly job: EvaluationJob;
  readonly source: CancellationTokenSource;
  state: JobState;
}

/** Milliseconds that an engine is given to stop by itself; it does between two batches and between two fits. */
const grace = 1000;

/** The evaluations that this window makes, one after another, each in an engine of its own that ends with it. */
export class EvaluationJobs extends DisposableStore {
  private readonly changes = this.add(new EventEmitter<EvaluationJob>());
  /** Told of an evaluation that comes, goes, or has come further. */
  readonly onDidChange = this.changes.event;
  private readonly entries: Entry[] = [];
  /** Fulfilled when all that were asked for so far have ended. */
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly openTool: () => ToolEngine) {
    super();
    this.add({ dispose: () => this.cancel() });
  }

  /** All, in their order. */
  get all(): readonly EvaluationJob[] {
    return this.entries.map(({ job }) => job);
  }

  /** How the evaluation of a checkpoint stands; null where there is none. Of several, the first. */
  stateOf(checkpoint: string): JobState | null {
    return this.entries.find(({ job }) => job.checkpoint === checkpoint)?.state ?? null;
  }

  /** Cancels the evaluations of a checkpoint, or all. */
  cancel(checkpoint?: string): void {
    for (const { job, source } of this.entries) {
      if (checkpoint === undefined || job.checkpoint === checkpoint) source.cancel();
    }
  }

  /**
   * Makes an evaluation when its turn has come.
   * @param onState told how it stands.
   * @returns the path of the evaluation.
   * @throws CancellationError when it is cancelled: within a second or so, and nothing is written then.
   * @throws Error with a sentence for the user when it fails.
   */
  async run(
    job: EvaluationJob,
    token: CancellationToken,
    onState: (state: JobState) => void,
  ): Promise<string> {
    const source = new CancellationTokenSource();
    const entry: Entry = { job, source, state: { kind: 'waiting' } };
    const outer = token.onCancellationRequested(() => source.cancel());
    const ended = deferred();
    const before = this.last;
    this.last = Promise.all([before, ended.promise]);
    this.entries.push(entry);
    const become = (state: JobState) => {
      entry.state = state;
      onState(state);
      this.tell(job);
    };
    try {
      if (this.entries.length > 1) become({ kind: 'waiting' });
      await Promise.race([before, cancellation(source.token)]);
      if (source.token.isCancellationRequested) throw new CancellationError();
      become({ kind: 'running', progress: null });
      return await this.evaluate(job, source.token, (progress) => become({ kind: 'running', progress }));
    } finally {
      this.entries.splice(this.entries.indexOf(entry), 1);
      ended.fulfil();
      outer.dispose();
      source.dispose();
      this.tell(job);
    }
  }

  private async evaluate(
    { checkpoint, request, device }: EvaluationJob,
    token: CancellationToken,
    onProgress: (progress: ToolProgress) => void,
  ): Promise<string> {
    const tool = this.openTool();
    let patience: NodeJS.Timeout | undefined;
    const cancelled = token.onCancellationRequested(() => {
      patience = setTimeout(() => tool.dispose(), grace);
    });
    try {
      return await tool.evaluate({ checkpoint, request, device }, onProgress, token);
    } finally {
      clearTimeout(patience);
      cancelled.dispose();
      tool.dispose();
    }
  }

  private tell(job: EvaluationJob): void {
    if (!this.isDisposed) this.changes.fire(job);
  }
}

/** Fulfilled when the token is cancelled. */
function cancellation(token: CancellationToken): Promise<void> {
  return new Promise((resolve) => {
    const listening: Disposable = token.onCancellationRequested(() => {
      listening.dispose();
      resolve();
    });
  });
}

function deferred(): { readonly promise: Promise<void>; readonly fulfil: () => void } {
  let fulfil = (): void => undefined;
  const promise = new Promise<void>((resolve) => {
    fulfil = resolve;
  });
  return { promise, fulfil };
}
