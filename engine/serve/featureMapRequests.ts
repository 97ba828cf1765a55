import type { MessageConnection } from 'vscode-jsonrpc/node';
import { featureMapsRequest } from '../protocol/featureMapsProtocol';
import { findCheckpoint } from '../runs/findCheckpoint';
import { onBackend, type TensorAnswering } from './tensorAnswering';

/** Answers what an encoder makes of an image. What that needs is loaded with the first question. */
export function answerFeatureMaps(connection: MessageConnection, answering: TensorAnswering): void {
  connection.onRequest(featureMapsRequest, ({ checkpoint, image, progressToken }, token) => {
    const hooks = answering.hooks(token, progressToken);
    return onBackend(answering, hooks, async () => {
      const { featureMaps } = await import('../inspect/featureMaps');
      const { pixels, stages, ...rest } = await featureMaps({
        ...findCheckpoint('', checkpoint),
        image,
        ...hooks,
      });
      return {
        ...{ ...rest, pixels: base64(pixels) },
        stages: stages.map((stage) => ({ ...stage, pixels: base64(stage.pixels) })),
      };
    });
  });
}

function base64({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}
