import type { CancellationToken, ProgressToken } from 'vscode-jsonrpc/node';
import type { EvaluationHooks } from '../evaluate/evaluationHooks';
import type { OneAtATime } from './oneAtATime';

/** How requests that need tensors are answered. */
export interface TensorAnswering {
  /** Does the work for a client that may ask, and turns what goes wrong into an answer. */
  readonly greeted: <T>(work: () => Promise<T>) => Promise<T>;
  /** Cancellation stops the work; its progress is told under `progress`. */
  readonly hooks: (token: CancellationToken, progress: ProgressToken | undefined) => EvaluationHooks;
  /** The work on the process's one backend. */
  readonly tensors: OneAtATime;
}

/** Does work for a client when it is its turn on the backend, which is closed afterwards. */
export function onBackend<T>(
  { greeted, tensors }: Pick<TensorAnswering, 'greeted' | 'tensors'>,
  hooks: EvaluationHooks,
  work: () => Promise<T>,
): Promise<T> {
  return greeted(() =>
    tensors.run(async () => {
      hooks.signal.throwIfAborted();
      try {
        return await work();
      } finally {
        // Threads and memory are given back: the process stays for minutes, with nothing to compute.
        const { closeBackend } = await import('../backends/closeBackend');
        closeBackend();
      }
    }),
  );
}
