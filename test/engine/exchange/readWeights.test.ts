import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readWeights } from '../../../engine/exchange/readWeights';
import { recognizeNetwork } from '../../../engine/exchange/recognizeNetwork';
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
      'holds whole numbers',
      () => changed('bn1.bias', { type: 'I32', data: new Int32Array(2) }),
      'holds I32: save the weights as float32',
    ],
    [
      'holds numbers that float32 has no place for',
      () => changed('bn1.bias', { type: 'F64', data: Float64Array.of(0, -1e300) }),
      'has the number -1e+300, which is beyond float32',
    ],
    [
      'holds infinity in double precision',
      () => changed('bn1.bias', { type: 'F64', data: Float64Array.of(0, Infinity) }),
      'has numbers that are not finite',
    ],
    [
      'has a stage of an absurd number',
      () => [
        ...original(),
        {
          ...{ name: 'layer4294967295.0.conv1.weight', type: 'F32', shape: [1], data: new Float32Array(1) },
        },
      ],
      'has a tensor layer4294967295.0.conv1.weight, which a ResNet-18',
    ],
    [
      'has no channels',
      () => changed('conv1.weight', { shape: [0, 3, 7, 7], data: new Float32Array() }),
      'holds a network that is not possible here: encoder.width is 0, but must be',
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
    const { tensors, batchCounts } = readWeights(torchFile);
    expect(batchCounts).toBe(22);
    expect(tensors.some(({ name }) => name.endsWith('num_batches_tracked'))).toBe(false);
  });

  it('of half and double precision become float32, and which it was is told', () => {
    const { tensors, converted } = readWeights(
      join(__dirname, '..', '..', 'vectors', 'exchange-mixed.safetensors'),
    );
    expect(converted.toSorted()).toEqual(['bfloat16', 'float16', 'float64']);
    const exact = new Map(readWeights(torchFile).tensors.map(({ name, data }) => [name, data]));
    expect(tensors.map(({ name }) => name)).toEqual([...exact.keys()]);
    for (const { name, shape, data } of tensors) {
      // Half of the last of 7 and 10 bits of mantissa; float64 holds float32 as it is.
      const most = name.startsWith('layer1.') ? 2 ** -8 : shape.length === 1 ? 0 : 2 ** -11;
      const wanted = exact.get(name);
      const errors = data.map((value, i) => {
        const exactly = wanted?.[i] ?? NaN;
        // The smallest numbers of float16 lie 2^-24 apart.
        return Math.abs(value - exactly) / (most * Math.abs(exactly) + (most > 0 ? 2 ** -25 : 1e-300));
      });
      expect(Math.max(...errors), name).toBeLessThanOrEqual(1);
      if (most > 0 && data.length > 20) expect(Math.max(...errors), name).toBeGreaterThan(0.25);
    }
    expect(readWeights(torchFile).converted).toEqual([]);
  });
});
