import type { MessageConnection } from 'vscode-jsonrpc/node';
import { searchRequest } from '../protocol/searchProtocol';
import { findCheckpoint } from '../runs/findCheckpoint';
import { onBackend, type TensorAnswering } from './tensorAnswering';

/** Answers searches for similar images. What they need is loaded with the first. */
export function answerSearches(connection: MessageConnection, answering: TensorAnswering): void {
  connection.onRequest(searchRequest, ({ checkpoint, progressToken, ...asked }, token) => {
    const hooks = answering.hooks(token, progressToken);
    return onBackend(answering, hooks, async () => {
      const { searchImages } = await import('../search/searchImages');
      const found = await searchImages({ ...findCheckpoint('', checkpoint), ...asked, ...hooks });
      const { neighbours, compared, unreadable } = found;
      return { neighbours, compared, unreadable, pictures: packed(found.pictures) };
    });
  });
}

/** Views as bytes, one after another, base64. */
function packed(views: readonly Float32Array[]): string {
  return Buffer.concat(
    views.map((view) => Uint8Array.from(view, (value) => Math.round(value * 255))),
  ).toString('base64');
}
