import type { CancellationToken, MessageConnection } from 'vscode-jsonrpc/node';
import type { EvaluationHooks } from '../evaluate/evaluationHooks';
import {
  computeEmbeddingsRequest,
  embeddingProgressNotification,
  judgeRequest,
  thumbnailsRequest,
} from '../protocol/embeddingProtocol';
import { cancellationSignal } from './cancellationSignal';
import type { OneAtATime } from './oneAtATime';
import type { RunImages } from './runImages';
import { onBackend } from './tensorAnswering';

/**
 * Answers what the embedding panel asks.
 * @param guarded does the work for a client that may ask, and turns what goes wrong into an answer.
 * @param tensors the work on the process's one backend.
 * @param images the data sets that are open.
 */
export function answerEmbeddingRequests(
  connection: MessageConnection,
  guarded: <T>(work: () => Promise<T>) => Promise<T>,
  tensors: OneAtATime,
  images: RunImages,
): void {
  const hooks = (runFolder: string, token: CancellationToken): EvaluationHooks => ({
    signal: cancellationSignal(token),
    onProgress: (progress) =>
      void connection.sendNotification(embeddingProgressNotification, { runFolder, ...progress }),
  });
  const onRun = <T>(
    runFolder: string,
    token: CancellationToken,
    work: (hooks: EvaluationHooks) => Promise<T>,
  ): Promise<T> => {
    const given = hooks(runFolder, token);
    return onBackend({ greeted: guarded, tensors }, given, () => work(given));
  };

  connection.onRequest(computeEmbeddingsRequest, (params, token) =>
    onRun(params.runFolder, token, async (given) => {
      const { computeEmbeddings } = await import('../evaluate/computeEmbeddings');
      return computeEmbeddings(params, given);
    }),
  );
  connection.onRequest(judgeRequest, (params, token) =>
    onRun(params.runFolder, token, async (given) => {
      const { judgeEmbeddings } = await import('../evaluate/judgeEmbeddings');
      return judgeEmbeddings(params, given);
    }),
  );
  connection.onRequest(thumbnailsRequest, (params, token) =>
    guarded(() => images.thumbnails(params, hooks(params.runFolder, token))),
  );
}
