import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CancellationTokenSource } from 'vscode-jsonrpc/node';
import { exportEncoderRequest } from '../../../engine/protocol/exportProtocol';
import { answerExportRequests } from '../../../engine/serve/exportRequests';
import { trainedRun } from '../exchange/trainedRun';
import { temporaryFolder } from '../runs/temporaryFolder';
import { connectionPair } from './connectionPair';

const folder = temporaryFolder();
const trained = trainedRun();

test.each(['safetensors', 'onnx'] as const)(
  'an encoder that is called off is not written as %s, another one is',
  async (format) => {
    const { client, server } = connectionPair();
    answerExportRequests(server, (work) => work());
    server.listen();
    client.listen();
    const path = join(folder(), `mine.${format}`);
    const params = { runFolder: trained().paths.folder, step: 16, path, format, head: true };
    const source = new CancellationTokenSource();
    const taken = client.sendRequest(exportEncoderRequest, params, source.token);
    source.cancel();
    await expect(taken).rejects.toThrow();
    expect(existsSync(path)).toBe(false);
    expect(await client.sendRequest(exportEncoderRequest, params)).toEqual({ path, warnings: [] });
    expect(existsSync(path)).toBe(true);
    client.dispose();
    server.dispose();
  },
);
