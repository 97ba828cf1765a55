import type { NamedTensor } from '../../runs/trainingState';
import { bytesField, integerField, type Parts } from '../protobuf';

/** An operation of a graph; its output has its name. */
export interface OnnxNode {
  readonly name: string;
  /** As in https://onnx.ai/onnx/operators: `Conv`, `Relu`. */
  readonly operation: string;
  /** Names of nodes, weights or the graph's inputs. */
  readonly inputs: readonly string[];
  readonly attributes?: Readonly<Record<string, number | readonly number[]>>;
}

/** What goes into a graph or comes out: float32, with a name in place of a size that is free. */
export interface OnnxValue {
  readonly name: string;
  readonly shape: readonly (number | string)[];
}

/** A model: a graph in the order of its computation, its weights, and free text. */
export interface OnnxModel {
  readonly name: string;
  readonly producer: { readonly name: string; readonly version: string };
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly nodes: readonly OnnxNode[];
  readonly weights: readonly NamedTensor[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** Version of the operators, of ONNX 1.12 (2022): every runtime of these years has it. */
export const opset = 17;

/** Version of the file format that came with it. */
const irVersion = 8;

const float32 = 1;
const intAttribute = 2;
const intsAttribute = 7;

/** The bytes of an .onnx file, in parts. Numbers of fields are those of onnx.proto, format version 8. */
export function encodeOnnx(model: OnnxModel): Parts {
  return [
    ...integerField(1, irVersion),
    ...bytesField(2, model.producer.name),
    ...bytesField(3, model.producer.version),
    ...bytesField(7, graph(model)),
    ...bytesField(8, integerField(2, opset)),
    ...Object.entries(model.metadata).flatMap(([key, value]) =>
      bytesField(14, [...bytesField(1, key), ...bytesField(2, value)]),
    ),
  ];
}

function graph({ name, nodes, weights, inputs, outputs }: OnnxModel): Parts {
  return [
    ...nodes.flatMap((each) => bytesField(1, node(each))),
    ...bytesField(2, name),
    ...weights.flatMap((each) => bytesField(5, tensor(each))),
    ...inputs.flatMap((each) => bytesField(11, value(each))),
    ...outputs.flatMap((each) => bytesField(12, value(each))),
  ];
}

function node({ name, operation, inputs, attributes = {} }: OnnxNode): Parts {
  return [
    ...inputs.flatMap((input) => bytesField(1, input)),
    ...bytesField(2, name),
    ...bytesField(3, name),
    ...bytesField(4, operation),
    ...Object.entries(attributes).flatMap(([key, setting]) => bytesField(5, attribute(key, setting))),
  ];
}

function attribute(key: string, setting: number | readonly number[]): Parts {
  return typeof setting === 'number'
    ? [...bytesField(1, key), ...integerField(3, setting), ...integerField(20, intAttribute)]
    : [
        ...bytesField(1, key),
        ...setting.flatMap((each) => integerField(8, each)),
        ...integerField(20, intsAttribute),
      ];
}

function tensor({ name, shape, data }: NamedTensor): Parts {
  return [
    ...shape.flatMap((size) => integerField(1, size)),
    ...integerField(2, float32),
    ...bytesField(8, name),
    ...bytesField(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)),
  ];
}

function value({ name, shape }: OnnxValue): Parts {
  const sizes = shape.flatMap((size) =>
    bytesField(1, typeof size === 'number' ? integerField(1, size) : bytesField(2, size)),
  );
  return [
    ...bytesField(1, name),
    ...bytesField(2, bytesField(1, [...integerField(1, float32), ...bytesField(2, sizes)])),
  ];
}
