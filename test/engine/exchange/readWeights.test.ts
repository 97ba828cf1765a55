import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readWeights } from '../../../engine/exchange/readWeights';
import { recognizeNetwork } from '../../../engine/exchange/recognizeNetwork';
import { SafetensorsFile } from '../../../engine/runs/readSafetensors';
import { writeSafetensors, type SafetensorsTensor } from '../../../engine/runs/writeSafetensors';
import { temporaryFolder } from '../runs/temporaryFolder';
import { torchFile } from './importedRun';

const folder = temporaryFolder();

/** The encoder and head that PyTorch saved, without prefix and classifier. */
function original(): SafetensorsTensor[] {
  return readWeights(torchFile).tensors.map((tensor) => ({ ...tensor, type: 'F32' }));
}

async function recognized(tensors: readonly SafetensorsTensor[]) {
  const path = join(folder(), 'weights.safetensors');
  await writeSafetensors(path, tensors, {});
  const weights = readWeights(path);
  return { ...weights, ...recognizeNetwork(path, weights.tensors) };
}

const renamed = (prefix: string) =>
  original().map((tensor) => ({ ...tensor, name: `${prefix}${tensor.name}` }) as SafetensorsTensor);

describe('weights from elsewhere', () => {
  it('are recognized by their shapes, head and all', () => {
    const { tensors, leftOut } = readWeights(torchFile);
    expect(recognizeNetwork(torchFile, tensors)).toEqual({
      encoder: { architecture: 'resnet18', width: 2, widthMultiplier: 1, stem: 'imagenet' },
      head: { type: 'nonlinear', hiddenLayers: 1, hiddenSize: 6, outputSize: 5, batchNorm: true },
    });
    expect(leftOut).toEqual(['module.encoder.fc.weight', 'module.encoder.fc.bias']);
  });

  it.each(['', 'module.', 'backbone.', 'module.backbone.'])('may have the prefix "%s"', async (prefix) => {
    const other: SafetensorsTensor = {
      ...{ name: 'projector.0.weight', type: 'F32', shape: [1], data: new Float32Array(1) },
    };
    const tensors = prefix === '' ? renamed('') : [...renamed(prefix), other];
    const found = await recognized(tensors);
    expect(found.encoder.architecture).toBe('resnet18');
    expect(found.head?.outputSize).toBe(5);
    expect(found.leftOut).toEqual(prefix === '' ? [] : ['projector.0.weight']);
  });

  it('may have no head', async () => {
    const found = await recognized(original().filter(({ name }) => !name.startsWith('head.')));
    expect(found.head).toBeNull();
  });

  const without = (name: string) => original().filter((tensor) => tensor.name !== name);
  const changed = (name: string, change: Partial<SafetensorsTensor>) =>
    original().map((tensor) =>
      tensor.name === name ? ({ ...tensor, ...change } as SafetensorsTensor) : tensor,
    );

  it.each<[string, () => SafetensorsTensor[], string]>([
    [
      'lacks a tensor',
      () => without('layer2.0.downsample.0.weight'),
      'lacks the tensor layer2.0.downsample.0.weight, which a ResNet-18 of width 2 with its head has',
    ],
    [
      'has a tensor of another shape',
      () => changed('layer1.0.bn1.bias', { shape: [3], data: new Float32Array(3) }),
      'the tensor layer1.0.bn1.bias of',
    ],
    [
      'has a tensor too many',
      () => [...original(), { name: 'layer1.0.se.bias', type: 'F32', shape: [1], data: new Float32Array(1) }],
      'has a tensor layer1.0.se.bias, which a ResNet-18',
    ],
    [
      'has numbers that are none',
      () => changed('bn1.weight', { data: Float32Array.of(1, NaN) }),
      'the tensor bn1.weight of',
    ],
    [
      'has a variance below zero',
      () => changed('bn1.running_var', { data: Float32Array.of(1, -1) }),
      'numbers that are negative or not finite',
    ],
    [
      'is not in float32',
      () => changed('bn1.bias', { type: 'F64', data: new Float64Array(2) }),
      'holds F64: save the weights as float32',
    ],
    [
      'has another number of blocks',
      () => original().filter(({ name }) => !name.startsWith('layer4.1.')),
      'holds a ResNet of 2, 2, 2, 1 basic blocks',
    ],
    [
      'has another stem',
      () => changed('conv1.weight', { shape: [2, 3, 5, 5], data: new Float32Array(150) }),
      'the tensor conv1.weight of',
    ],
    ['is no ResNet', () => without('conv1.weight'), 'there is no conv1.weight'],
    ['holds two', () => [...renamed('q.'), ...renamed('k.')], 'holds more than one ResNet'],
  ])('are refused in a sentence where the file %s', async (_, tensors, sentence) => {
    await expect(recognized(tensors())).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringContaining(sentence) as string,
    });
  });

  it('of a pickled file are asked for as safetensors', () => {
    expect(() => readWeights('resnet18.pth')).toThrow('save_file(model.state_dict()');
  });

  it('come without what PyTorch counts', () => {
    const file = new SafetensorsFile(torchFile);
    file.close();
    expect([...file.entries.keys()].some((name) => name.endsWith('num_batches_tracked'))).toBe(true);
    expect(readWeights(torchFile).tensors.some(({ name }) => name.endsWith('num_batches_tracked'))).toBe(
      false,
    );
  });
});
