import manifest from '../../../package.json';
import type { HeadConfig } from '../../config/runConfig';
import { UserError } from '../../errors';
import type { EncoderPlan } from '../../models/encoderPlan';
import { planHead } from '../../models/head';
import { writeFileAtomic } from '../../runs/atomicFile';
import type { NamedTensor } from '../../runs/trainingState';
import { graphNames, NetworkGraph } from './networkGraph';
import { encodeOnnx, type OnnxValue } from './onnxModel';

/** A network to be written as a graph. */
export interface OnnxNetwork {
  readonly plan: EncoderPlan;
  /** As `torchTensors` gives them. */
  readonly weights: readonly NamedTensor[];
  /** null where the projection head stays behind. */
  readonly head: HeadConfig | null;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Readers of protocol buffers take no longer messages. */
const mostBytes = 2 ** 31 - 1;

/** Sizes that are free: convolutions take any, and the pooling behind them makes one vector of it. */
const batch = 'batch';
const height = 'height';
const width = 'width';

/**
 * Writes an .onnx file: `images` [batch, 3, height, width], RGB, 0 to 1, to `h` [batch, outputSize] and, with a head, to
 * `z`. Batch, height and width are free; batch norm is folded into the layers before it.
 * @throws UserError when the network is too large for the format, or the file cannot be written.
 */
export function writeOnnx(path: string, network: OnnxNetwork): void {
  const { plan, weights, head, metadata } = network;
  const graph = new NetworkGraph(weights);
  graph.addEncoder(plan);
  const outputs: OnnxValue[] = [{ name: graphNames.h, shape: [batch, plan.outputSize] }];
  if (head) {
    graph.addHead(head, plan.outputSize);
    const size = planHead(head, plan.outputSize).at(-1)?.outputs ?? plan.outputSize;
    outputs.push({ name: graphNames.z, shape: [batch, size] });
  }
  const bytes = encodeOnnx({
    name: 'encoder',
    producer: { name: manifest.name, version: manifest.version },
    inputs: [{ name: graphNames.images, shape: [batch, 3, height, width] }],
    outputs,
    nodes: graph.nodes,
    weights: graph.weights,
    metadata,
  });
  const total = bytes.reduce((sum, part) => sum + part.byteLength, 0);
  if (total > mostBytes) {
    throw new UserError(
      `${path} would take ${(total / 2 ** 30).toFixed(1)} GiB, and .onnx holds 2 GiB at most: export to .safetensors`,
    );
  }
  writeFileAtomic(path, Buffer.concat(bytes, total));
}
