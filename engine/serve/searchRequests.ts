import type { CancellationToken, MessageConnection } from 'vscode-jsonrpc/node';
import type { EvaluationHooks } from '../evaluate/evaluationHooks';
import { searchRequest } from '../protocol/searchProtocol';
import { findCheckpoint } from '../runs/findCheckpoint';
import type { OneAtATime } from './oneAtATime';

/** How searches are answered. */
export interface SearchAnswering {
  /** Does the work for a client that may ask, and turns what goes wrong into an answer. */
  readonly greeted: <T>(work: () => Promise<T>) => Promise<T>;
  readonly hooks: (token: CancellationToken) => EvaluationHooks;
  /** The work on the process's one backend. */
  readonly tensors: OneAtATime;
}

/** Answers searches for similar images. What they need is loaded with the first. */
export function answerSearches(
  connection: MessageConnection,
  { greeted, hooks, tensors }: SearchAnswering,
): void {
  connection.onRequest(searchRequest, ({ checkpoint, ...asked }, token) =>
    greeted(() =>
      tensors.run(async () => {
        const given = hooks(token);
        given.signal.throwIfAborted();
        const { searchImages } = await import('../search/searchImages');
        const { closeBackend } = await import('../backends/closeBackend');
        try {
          const found = await searchImages({ ...findCheckpoint('', checkpoint), ...asked, ...given });
          const { neighbours, compared, unreadable } = found;
          return { neighbours, compared, unreadable, pictures: packed(found.pictures) };
        } finally {
          // Threads and memory are given back: the process stays for minutes, with nothing to compute.
          closeBackend();
        }
      }),
    ),
  );
}

/** Views as bytes, one after another, base64. */
function packed(views: readonly Float32Array[]): string {
  return Buffer.concat(
    views.map((view) => Uint8Array.from(view, (value) => Math.round(value * 255))),
  ).toString('base64');
}
