import { extname } from 'node:path';
import { UserError } from '../errors';
import { readCheckpoint } from '../runs/checkpoints';
import { SafetensorsFile } from '../runs/readSafetensors';
import { elementCount, type SafetensorsEntry } from '../runs/safetensorsFormat';
import { tensorSlices } from '../runs/tensorSlices';
import type { NamedTensor } from '../runs/trainingState';
import { batchCount } from './batchCounts';
import { torchTensors } from './torchTensors';

/** Weights under torchvision's names without a prefix, the head's under `head.`, in PyTorch's layouts. */
export interface ForeignWeights {
  readonly tensors: readonly NamedTensor[];
  /** Names of tensors in the file that belong to neither encoder nor head. */
  readonly leftOut: readonly string[];
  /** How many counts of batches (`num_batches_tracked`) are in the file; nothing is computed from them. */
  readonly batchCounts: number;
  /** What the numbers were rounded or widened to float32 from: "float16"; empty where they were float32. */
  readonly converted: readonly string[];
}

/** What weights are saved as, by the format's names. */
const floats: Readonly<Partial<Record<SafetensorsEntry['type'], string>>> = {
  F32: 'float32',
  F64: 'float64',
  F16: 'float16',
  BF16: 'bfloat16',
};

/** PyTorch's own kinds of file, which can hold programs and are not read. */
const pickled = ['.pt', '.pth', '.ckpt', '.bin'];

/**
 * Reads a ResNet's weights from a safetensors file: torchvision's names, behind whatever prefix (`module.`,
 * `encoder.`, `backbone.`), with or without classifier and head; or from a checkpoint of this program. Numbers of half
 * or double precision become float32.
 * @throws UserError when the file is damaged, holds no such network or more than one, or numbers beyond float32.
 */
export function readWeights(path: string): ForeignWeights {
  if (pickled.includes(extname(path).toLowerCase())) {
    throw new UserError(
      `${path} is a file of PyTorch's own: save the weights with safetensors.torch.save_file(model.state_dict(), "encoder.safetensors") and import that`,
    );
  }
  const file = new SafetensorsFile(path);
  try {
    if (file.metadata['simclr.state'] !== undefined) {
      return {
        tensors: torchTensors(readCheckpoint(path).tensors),
        leftOut: [],
        batchCounts: 0,
        converted: [],
      };
    }
    return readTorchvision(file);
  } finally {
    file.close();
  }
}

function readTorchvision(file: SafetensorsFile): ForeignWeights {
  const names = [...file.entries.keys()];
  const prefix = prefixOf(file.path, names);
  const headPrefix = headPrefixOf(prefix, names);
  const tensors: NamedTensor[] = [];
  const leftOut: string[] = [];
  const types = new Set<string>();
  let batchCounts = 0;
  for (const entry of file.entries.values()) {
    const name = shortName(entry.name, prefix, headPrefix);
    if (name?.endsWith(batchCount)) {
      batchCounts++;
      continue;
    }
    if (name === null || name.startsWith('fc.')) {
      leftOut.push(entry.name);
      continue;
    }
    const type = floats[entry.type];
    if (type === undefined) {
      throw new UserError(
        `the tensor ${entry.name} of ${file.path} holds ${entry.type}: save the weights as float32, with model.float()`,
      );
    }
    types.add(type);
    tensors.push({ name, shape: entry.shape, data: asFloat32(file, entry) });
  }
  types.delete('float32');
  return { tensors, leftOut, batchCounts, converted: [...types] };
}

/**
 * The numbers of a tensor of floats, rounded to float32 where they are float64.
 * @throws UserError when float32 has no place for one; numbers that are not finite stay so.
 */
function asFloat32(file: SafetensorsFile, entry: SafetensorsEntry): Float32Array {
  if (entry.type === 'F32') return file.readFloat32(entry);
  const data = new Float32Array(elementCount(entry.shape));
  for (const { start, values } of tensorSlices(file, entry)) {
    data.set(values, start);
    const beyond = values.find((value, i) => Number.isFinite(value) && !Number.isFinite(data[start + i]));
    if (beyond !== undefined) {
      throw new UserError(
        `the tensor ${entry.name} of ${file.path} has the number ${beyond}, which is beyond float32 (3.4e+38), what networks are computed in here: save weights from before the training diverged`,
      );
    }
  }
  return data;
}

/** What stands before the names of the only encoder. */
function prefixOf(path: string, names: readonly string[]): string {
  const first = 'conv1.weight';
  const all = new Set(names);
  const prefixes = names
    .filter((name) => name === first || name.endsWith(`.${first}`))
    .map((name) => name.slice(0, -first.length))
    .filter((prefix) => all.has(`${prefix}layer1.0.conv1.weight`));
  const [prefix, second] = prefixes;
  if (prefix === undefined) {
    throw new UserError(
      `${path} holds no ResNet under torchvision's names: there is no conv1.weight with a layer1.0.conv1.weight beside it`,
    );
  }
  if (second !== undefined) {
    throw new UserError(
      `${path} holds more than one ResNet, as "${prefix}conv1.weight" and "${second}conv1.weight": save the one to import alone`,
    );
  }
  return prefix;
}

/** A head lies within what the encoder lies in (`module.`), or beside the encoder (`encoder.`); null without one. */
function headPrefixOf(prefix: string, names: readonly string[]): string | null {
  const parent = prefix.replace(/[^.]+\.$/, '');
  const found = [prefix, parent].find((outer) => names.includes(`${outer}head.layers.0.weight`));
  return found === undefined ? null : `${found}head.`;
}

function shortName(name: string, prefix: string, headPrefix: string | null): string | null {
  if (headPrefix !== null && name.startsWith(headPrefix)) return `head.${name.slice(headPrefix.length)}`;
  return name.startsWith(prefix) ? name.slice(prefix.length) : null;
}
