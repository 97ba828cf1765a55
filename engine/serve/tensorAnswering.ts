import type { CancellationToken } from 'vscode-jsonrpc/node';
import type { EvaluationHooks } from '../evaluate/evaluationHooks';
import type { OneAtATime } from './oneAtATime';

/** How requests that need tensors are answered. */
export interface TensorAnswering {
  /** Does the work for a client that may ask, and turns what goes wrong into an answer. */
  readonly greeted: <T>(work: () => Promise<T>) => Promise<T>;
  readonly hooks: (token: CancellationToken) => EvaluationHooks;
  /** The work on the process's one backend. */
  readonly tensors: OneAtATime;
}

/** Does work for a client when it is its turn on the backend, which is closed afterwards. */
export function onBackend<T>(
  { greeted, hooks, tensors }: TensorAnswering,
  token: CancellationToken,
  work: (hooks: EvaluationHooks) => Promise<T>,
): Promise<T> {
  return greeted(() =>
    tensors.run(async () => {
      const given = hooks(token);
      given.signal.throwIfAborted();
      try {
        return await work(given);
      } finally {
        // Threads and memory are given back: the process stays for minutes, with nothing to compute.
        const { closeBackend } = await import('../backends/closeBackend');
        closeBackend();
      }
    }),
  );
}
