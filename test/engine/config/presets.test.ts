import { describe, expect, it } from 'vitest';
import { checkConfig } from '../../../engine/config/checkConfig';
import { presetNames, presets } from '../../../engine/config/presets';
import { resolveConfig } from '../../../engine/config/resolveConfig';
import { runConfigSchema } from '../../../engine/config/runConfig';

const preset = (name: string) => resolveConfig({ preset: name, workingFolder: '/' }).config;

describe('presets', () => {
  it.each(presetNames)('%s is a valid recipe and says what it is for', (name) => {
    const config = runConfigSchema.parse(presets[name].config);
    expect(checkConfig(config).filter(({ path }) => path[0] !== 'batchSize')).toEqual([]);
    expect(presets[name].description).toMatch(/^[A-Z].*\.$/);
  });

  it("paper is the paper's default recipe (section 2.3, appendix A)", () => {
    const config = preset('cifar');
    expect(config.augment.transforms.map(({ type }) => type)).not.toContain('blur');
    const paper = resolveConfig({
      preset: 'paper',
      workingFolder: '/',
      overrides: [{ path: ['data', 'source'], value: 'imagenet', flag: 'SOURCE' }],
    }).config;
    expect(paper).toMatchObject({
      batchSize: 4096,
      epochs: 100,
      loss: { temperature: 0.1, normalize: true },
      encoder: { architecture: 'resnet50', widthMultiplier: 1 },
      head: { type: 'nonlinear', hiddenLayers: 1, hiddenSize: null, outputSize: 128, batchNorm: false },
      optimizer: { type: 'lars', learningRate: 0.3, scaling: 'linear', momentum: 0.9, weightDecay: 1e-6 },
      schedule: { type: 'cosine', warmupFraction: 10 / 100 },
      data: { imageSize: 224 },
    });
    expect(paper.augment.transforms).toEqual([
      { type: 'crop', p: 1, scale: [0.08, 1], ratio: [3 / 4, 4 / 3] },
      { type: 'flip', p: 0.5 },
      { type: 'color', p: 0.8, brightness: 0.8, contrast: 0.8, saturation: 0.8, hue: 0.2 },
      { type: 'grayscale', p: 0.2 },
      { type: 'blur', p: 0.5, sigma: [0.1, 2], kernel: 0.1 },
    ]);
  });
});
