import { configProblems } from '../config/configProblems';
import { runConfigSchema, type EncoderConfig, type HeadConfig } from '../config/runConfig';
import { UserError } from '../errors';
import { architectureOf, encoderWidth, planEncoder, type Stem } from '../models/encoderPlan';
import type { NamedTensor } from '../runs/trainingState';
import { checkTensors } from './checkTensors';
import { describeNetwork } from './describeWeights';
import { encoderShapes, headShapes } from './networkShapes';

/** What a run has to be configured as to take weights over; fields that weights do not decide are left out. */
export interface RecognizedNetwork {
  readonly encoder: Pick<EncoderConfig, 'architecture' | 'width' | 'widthMultiplier' | 'stem'>;
  /** null where the weights have no projection head. */
  readonly head: HeadConfig | null;
}

/** Side of the first filter → stem. */
const stems: Readonly<Record<number, Stem>> = { 3: 'cifar', 7: 'imagenet' };

const mostHiddenLayers = 4;

/**
 * Finds out from names and shapes which encoder and which head weights are of.
 * @param path of the file that they are from, for messages.
 * @param tensors as `readWeights` gives them.
 * @throws UserError naming a tensor that fits none of this program's networks.
 */
export function recognizeNetwork(path: string, tensors: readonly NamedTensor[]): RecognizedNetwork {
  const shapes = new Map(tensors.map(({ name, shape }) => [name, shape]));
  const encoder = recognizeEncoder(path, shapes);
  checkLimits(path, { encoder });
  const full = { ...encoder, zeroInitResidual: false };
  // The side of the images decides no shape.
  const plan = planEncoder(full, 32);
  const head = shapes.has('head.layers.0.weight') ? recognizeHead(path, shapes, plan.outputSize) : null;
  if (head) checkLimits(path, { head });
  const expected = [...encoderShapes(plan), ...(head ? headShapes(head, plan.outputSize) : [])];
  const network = describeNetwork(full, plan);
  checkTensors(path, head ? `${network} with its head` : network, new Map(expected), tensors);
  return { encoder, head };
}

/** @throws UserError where a size is none that a configuration may have. */
function checkLimits(path: string, network: Partial<RecognizedNetwork>): void {
  const parsed = runConfigSchema.safeParse(network);
  const [problem] = parsed.success ? [] : configProblems(parsed.error.issues, network);
  if (problem) throw new UserError(`${path} holds a network that is not possible here: ${problem.text}`);
}

type Shapes = ReadonlyMap<string, readonly number[]>;

function recognizeEncoder(path: string, shapes: Shapes): RecognizedNetwork['encoder'] {
  const bottleneck = shapes.has('layer1.0.conv3.weight');
  const stages = blocksOfStages(shapes);
  const architecture = architectureOf(stages, bottleneck);
  if (architecture === null) {
    throw new UserError(
      `${path} holds a ResNet of ${stages.join(', ')} ${bottleneck ? 'bottleneck' : 'basic'} blocks, which is none of resnet8, 20, 18, 34, 50, 101 and 152`,
    );
  }
  const [width = 0, , kernel = 0] = shapes.get('conv1.weight') ?? [];
  const stem = stems[kernel];
  if (stem === undefined) {
    throw new UserError(
      `the tensor conv1.weight of ${path} has filters of ${kernel}×${kernel} pixels: there are stems of 3×3 (CIFAR) and 7×7 (ImageNet)`,
    );
  }
  const own = encoderWidth({ architecture, width: null, widthMultiplier: 1, stem, zeroInitResidual: false });
  return { architecture, width: width === own ? null : width, widthMultiplier: 1, stem };
}

/** How many blocks each stage has. */
function blocksOfStages(shapes: Shapes): number[] {
  const stages: number[] = [];
  for (const name of shapes.keys()) {
    // A stage of more digits is none of a ResNet; it is refused as a tensor too many.
    const [, stage, block] = /^layer([1-9])\.(\d+)\.conv1\.weight$/.exec(name) ?? [];
    if (stage === undefined) continue;
    const index = Number(stage) - 1;
    stages[index] = Math.max(stages[index] ?? 0, Number(block) + 1);
  }
  return Array.from(stages, (count) => count ?? 0);
}

/** One layer is a linear head; more are hidden ones of one size and the last. */
function recognizeHead(path: string, shapes: Shapes, inputSize: number): HeadConfig {
  const layers = [...shapes.keys()].filter((name) => /^head\.layers\.\d+\.weight$/.test(name)).length;
  if (layers - 1 > mostHiddenLayers) {
    throw new UserError(
      `the head of ${path} has ${layers} layers, up to head.layers.${layers - 1}.weight: at most ${mostHiddenLayers + 1} are possible`,
    );
  }
  const [hidden = 1] = shapes.get('head.layers.0.weight') ?? [];
  const [outputSize = 1] = shapes.get(`head.layers.${layers - 1}.weight`) ?? [];
  return {
    type: layers === 1 ? 'linear' : 'nonlinear',
    hiddenLayers: Math.max(1, layers - 1),
    hiddenSize: layers === 1 || hidden === inputSize ? null : hidden,
    outputSize,
    batchNorm: shapes.has('head.layers.0.bn.weight'),
  };
}
