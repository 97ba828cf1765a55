import manifest from '../../package.json';
import type { EncoderConfig } from '../config/runConfig';
import { planEncoder, type EncoderPlan } from '../models/encoderPlan';

/** What a reader of exported weights has to know of them. */
export interface ExportedEncoder {
  readonly config: EncoderConfig;
  /** Side of a view in pixels. */
  readonly imageSize: number;
  /** Optimizer steps that the weights have learnt for. */
  readonly step: number;
}

/** Free text for the header of an exported file: what the network is, and what its images have to be. */
export function describeWeights({ config, imageSize, step }: ExportedEncoder): Record<string, string> {
  const plan = planEncoder(config, imageSize);
  return {
    architecture: config.architecture,
    width: String(plan.first.outputs),
    stem: plan.stem,
    representation_size: String(plan.outputSize),
    image_size: String(imageSize),
    preprocessing:
      `RGB, values 0 to 1, neither mean nor standard deviation taken out; ` +
      `the shorter side resized to ${imageSize} pixels with antialiasing, the centre ${imageSize}x${imageSize} kept; other sizes are taken too, but were not learnt from`,
    step: String(step),
    program: `${manifest.name} ${manifest.version}`,
  };
}

/** "a ResNet-18 of width 64". */
export function describeNetwork({ architecture }: EncoderConfig, { first }: EncoderPlan): string {
  return `a ${architecture.replace('resnet', 'ResNet-')} of width ${first.outputs}`;
}

/** The constructor of torchvision that makes this network, but for its classifier `fc`; null where none does. */
export function torchvisionModel(config: EncoderConfig, { stem, first }: EncoderPlan): string | null {
  const known = /^resnet(18|34|50|101|152)$/.test(config.architecture);
  return known && stem === 'imagenet' && first.outputs === 64 ? config.architecture : null;
}
