import { join } from 'node:path';
import { importRun } from '../../../engine/exchange/importRun';
import { readWeights } from '../../../engine/exchange/readWeights';
import { recognizeNetwork } from '../../../engine/exchange/recognizeNetwork';
import type { RunConfig } from '../../../engine/config/runConfig';
import { tinyConfig } from '../train/tinyRun';

/** What PyTorch saved of a narrow ResNet-18 with a head, a classifier and the prefix "module.". */
export const torchFile = join(__dirname, '..', '..', 'vectors', 'exchange-resnet18.safetensors');

/** Side of the images of `exchange-features`. */
export const imageSize = 32;

/** Makes a run of a file's weights on 64 built-in images; returns its folder. */
export function importTiny(runsFolder: string, path = torchFile): Promise<string> {
  const { tensors } = readWeights(path);
  const { encoder, head } = recognizeNetwork(path, tensors);
  const base = tinyConfig({
    data: { builtin: { train: 64, test: 32, size: imageSize }, imageSize },
    epochs: 1,
    // Small enough for weights to stay near where they were.
    optimizer: { learningRate: 1e-4 },
  });
  const config: RunConfig = {
    ...base,
    encoder: { ...base.encoder, ...encoder },
    head: head ?? base.head,
  };
  return importRun({
    ...{ config, tensors, runsFolder, baseFolder: runsFolder, origin: 'resnet18.safetensors' },
    signal: new AbortController().signal,
    onEvent: () => undefined,
  });
}
