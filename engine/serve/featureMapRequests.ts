import type { MessageConnection } from 'vscode-jsonrpc/node';
import { featureMapsRequest } from '../protocol/featureMapsProtocol';
import { findCheckpoint } from '../runs/findCheckpoint';
import type { RunImages } from './runImages';
import { onBackend, type TensorAnswering } from './tensorAnswering';

/**
 * Answers what an encoder makes of an image. What that needs is loaded with the first question.
 * @param images the data sets that are open.
 */
export function answerFeatureMaps(
  connection: MessageConnection,
  answering: TensorAnswering,
  images: RunImages,
): void {
  connection.onRequest(featureMapsRequest, ({ checkpoint, image, progressToken }, token) => {
    const hooks = answering.hooks(token, progressToken);
    return onBackend(answering, hooks, async () => {
      const { featureMaps } = await import('../inspect/featureMaps');
      const found = findCheckpoint('', checkpoint);
      const { folder } = found.run.paths;
      const { pixels, stages, ...rest } = await featureMaps({
        ...{ ...found, image, ...hooks },
        dataset: () => images.dataset(folder, hooks, 'look at them, or choose an image from a file'),
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
