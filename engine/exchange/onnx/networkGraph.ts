import type { HeadConfig } from '../../config/runConfig';
import type { BlockPlan, ConvolutionPlan, EncoderPlan } from '../../models/encoderPlan';
import { planHead } from '../../models/head';
import type { NamedTensor } from '../../runs/trainingState';
import { foldNorm, type FoldedLayer } from './foldNorm';
import type { OnnxNode } from './onnxModel';

/** Names of what goes in and what comes out. */
export const graphNames = { images: 'images', h: 'h', z: 'z' } as const;

/** The operations of an encoder, and of a head behind it, with batch norm folded into what comes before it. */
export class NetworkGraph {
  readonly nodes: OnnxNode[] = [];
  readonly weights: NamedTensor[] = [];
  private readonly tensors: ReadonlyMap<string, NamedTensor>;

  /** @param tensors as `torchTensors` gives them. */
  constructor(tensors: readonly NamedTensor[]) {
    this.tensors = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  }

  /** Adds f: `images` [B, 3, S, S] to `h` [B, outputSize]. */
  addEncoder(plan: EncoderPlan): void {
    let x = this.relu(this.convolution(plan.first, graphNames.images));
    if (plan.maxPool) {
      const attributes = { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] };
      x = this.add({ name: 'maxpool', operation: 'MaxPool', inputs: [x], attributes });
    }
    for (const block of plan.blocks) x = this.block(block, x);
    x = this.add({ name: 'avgpool', operation: 'GlobalAveragePool', inputs: [x] });
    this.add({ name: graphNames.h, operation: 'Flatten', inputs: [x], attributes: { axis: 1 } });
  }

  /** Adds g: `h` to `z` [B, outputSize], not normalised. */
  addHead(config: HeadConfig, inputSize: number): void {
    let x: string = graphNames.h;
    for (const [index, { relu, offset }] of planHead(config, inputSize).entries()) {
      const name = `head.layers.${index}`;
      const layer = config.batchNorm ? this.folded(name, `${name}.bn`) : this.plain(name, offset);
      x = this.add({ name, operation: 'Gemm', inputs: [x, ...layer], attributes: { transB: 1 } });
      if (relu) x = this.relu(x);
    }
    this.add({ name: graphNames.z, operation: 'Identity', inputs: [x] });
  }

  /** Convolutions, the last one's output added to the shortcut before its ReLU. */
  private block({ convolutions, projection }: BlockPlan, x: string): string {
    const shortcut = projection ? this.convolution(projection, x) : x;
    const last = convolutions.reduce(
      (input, plan, index) => this.convolution(plan, index === 0 ? input : this.relu(input)),
      x,
    );
    const sum = this.add({ name: `${last}.sum`, operation: 'Add', inputs: [last, shortcut] });
    return this.relu(sum);
  }

  private convolution({ convolution, norm, kernel, stride, pad }: ConvolutionPlan, x: string): string {
    const attributes = {
      kernel_shape: [kernel, kernel],
      strides: [stride, stride],
      pads: [pad, pad, pad, pad],
    };
    const inputs = [x, ...this.folded(convolution, norm)];
    return this.add({ name: convolution, operation: 'Conv', inputs, attributes });
  }

  private relu(x: string): string {
    return this.add({ name: `${x}.relu`, operation: 'Relu', inputs: [x] });
  }

  private add(node: OnnxNode): string {
    this.nodes.push(node);
    return node.name;
  }

  /** Names of the weight and the bias of a layer that has its batch norm in it. */
  private folded(name: string, norm: string): string[] {
    const { weight, bias }: FoldedLayer = foldNorm(name, norm, this.find);
    this.weights.push(weight, bias);
    return [weight.name, bias.name];
  }

  private plain(name: string, offset: boolean): string[] {
    const tensors = [`${name}.weight`, ...(offset ? [`${name}.bias`] : [])].map(this.find);
    this.weights.push(...tensors);
    return tensors.map((tensor) => tensor.name);
  }

  private readonly find = (name: string): NamedTensor => {
    const found = this.tensors.get(name);
    if (found) return found;
    throw new Error(`the network has no tensor ${name}`);
  };
}
