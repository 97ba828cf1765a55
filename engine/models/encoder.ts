import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import type { EncoderConfig } from '../config/runConfig';
import { globalAveragePool } from '../ops/globalAveragePool';
import { maxPool } from '../ops/maxPool';
import { release } from '../ops/recordOperation';
import { streams } from '../random/streams';
import { planEncoder, type Stem } from './encoderPlan';
import type { ForwardMode, Network } from './parameter';
import { ParameterList } from './parameterList';
import { ConvolutionLayer, ResidualBlock } from './residualBlock';

/** The encoder f: images [B, S, S, 3], values 0 to 1, to representations h [B, outputSize]. */
export interface Encoder extends Network<Tensor4D, Tensor2D> {
  readonly stem: Stem;
  /** What was built, in words for the log. */
  readonly description: string;
  /** @param onStage shown what each stage puts out, as it does. */
  apply(images: Tensor4D, mode: ForwardMode, onStage?: StageWatcher): Tensor2D;
}

/**
 * Is shown what a stage puts out: "stem" (max-pool included, where there is one), then "layer1" and so on.
 * @param activations [B, side, side, channels], after ReLU; gone when the watcher returns, unless it clones them.
 */
export type StageWatcher = (stage: string, activations: Tensor4D) => void;

/**
 * Builds f, a ResNet (He et al., 2016) without its classifier. Parameters have torchvision's names; convolutions start
 * as in torchvision (normal, fan-out), batch norms at gain 1 and offset 0.
 * @param imageSize side of the images in pixels; it chooses the stem where the configuration does not.
 * @param seed of the first values, an unsigned 32-bit integer.
 */
export function createEncoder(config: EncoderConfig, imageSize: number, seed: number): Encoder {
  const plan = planEncoder(config, imageSize);
  const list = new ParameterList(seed, streams.encoder);
  const first = new ConvolutionLayer(list, plan.first);
  const blocks = plan.blocks.map((block, index) => ({
    block: new ResidualBlock(list, block, config.zeroInitResidual),
    stage: block.stage,
    endsStage: block.stage !== plan.blocks[index + 1]?.stage,
  }));
  const weights = list.parameters.reduce((sum, { variable }) => sum + variable.size, 0);

  return {
    parameters: list.parameters,
    buffers: list.buffers,
    outputSize: plan.outputSize,
    stem: plan.stem,
    description: describe(config, plan.first.outputs, plan.stem, imageSize, plan.outputSize, weights),
    apply: (images, mode, onStage) => {
      let x = first.apply(images, mode, { relu: true, inputGradient: false });
      if (plan.maxPool) {
        const pooled = maxPool(x);
        release(x);
        x = pooled;
      }
      onStage?.('stem', x);
      for (const { block, stage, endsStage } of blocks) {
        x = block.apply(x, mode);
        if (endsStage) onStage?.(stage, x);
      }
      const h = globalAveragePool(x);
      release(x);
      return h;
    },
    dispose: () => {
      list.dispose();
    },
  };
}

function describe(
  config: EncoderConfig,
  width: number,
  stem: Stem,
  imageSize: number,
  outputSize: number,
  weights: number,
): string {
  const name = config.architecture.replace('resnet', 'ResNet-');
  const layers = stem === 'cifar' ? '3×3 stride 1, no max-pool' : '7×7 stride 2, max-pool';
  const choice = config.stem === 'auto' ? `chosen for ${imageSize}×${imageSize} images` : 'as configured';
  const count =
    weights < 1e6 ? `${(weights / 1e3).toFixed(1)} thousand` : `${(weights / 1e6).toFixed(1)} million`;
  return `${name} of width ${width}, ${stem === 'cifar' ? 'CIFAR' : 'ImageNet'} stem (${layers}; ${choice}), ${count} parameters, h of size ${outputSize}`;
}
