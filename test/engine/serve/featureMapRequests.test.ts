import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CancellationTokenSource } from 'vscode-jsonrpc/node';
import { featureMapsRequest } from '../../../engine/protocol/featureMapsProtocol';
import { cancellationSignal } from '../../../engine/serve/cancellationSignal';
import { answerFeatureMaps } from '../../../engine/serve/featureMapRequests';
import { OneAtATime } from '../../../engine/serve/oneAtATime';
import { RunImages } from '../../../engine/serve/runImages';
import type { TensorAnswering } from '../../../engine/serve/tensorAnswering';
import { temporaryFolder } from '../runs/temporaryFolder';
import { trainedRun } from '../search/trainedRun';
import { connectionPair } from './connectionPair';

const folder = temporaryFolder();

test('maps are answered as bytes; a question that is taken back, and a file that is no checkpoint, are not', async () => {
  const { client, server } = connectionPair();
  const answering: TensorAnswering = {
    greeted: (work) => work(),
    hooks: (token) => ({ signal: cancellationSignal(token), onProgress: () => undefined }),
    tensors: new OneAtATime(),
  };
  answerFeatureMaps(server, answering, new RunImages());
  server.listen();
  client.listen();
  const { checkpoint } = await trainedRun(folder());
  const question = { checkpoint: checkpoint.path, image: { index: 3 } };
  const { pixels, stages, h, z } = await client.sendRequest(featureMapsRequest, question);
  expect(Buffer.from(pixels, 'base64')).toHaveLength(16 * 16 * 3);
  expect(stages.map((stage) => Buffer.from(stage.pixels, 'base64').length)).toEqual([
    ...[4 * 16 * 16, 4 * 16 * 16, 8 * 8 * 8, 16 * 4 * 4],
  ]);
  expect([h.values.length, z?.values.length]).toEqual([16, 8]);

  const source = new CancellationTokenSource();
  const taken = client.sendRequest(featureMapsRequest, question, source.token);
  source.cancel();
  await expect(taken).rejects.toThrow();
  const elsewhere = { ...question, checkpoint: join(folder(), 'model.safetensors') };
  await expect(client.sendRequest(featureMapsRequest, elsewhere)).rejects.toThrow(
    'is not in the folder "checkpoints" of a run',
  );
  client.dispose();
  server.dispose();
});
