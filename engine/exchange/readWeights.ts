import { extname } from 'node:path';
import { UserError } from '../errors';
import { readCheckpoint } from '../runs/checkpoints';
import { SafetensorsFile } from '../runs/readSafetensors';
import type { NamedTensor } from '../runs/trainingState';
import { batchCount } from './batchCounts';
import { torchTensors } from './torchTensors';

/** Weights under torchvision's names without a prefix, the head's under `head.`, in PyTorch's layouts. */
export interface ForeignWeights {
  readonly tensors: readonly NamedTensor[];
  /** Names of tensors in the file that belong to neither encoder nor head. */
  readonly leftOut: readonly string[];
}

/** PyTorch's own kinds of file, which can hold programs and are not read. */
const pickled = ['.pt', '.pth', '.ckpt', '.bin'];

/**
 * Reads a ResNet's weights from a safetensors file: torchvision's names, behind whatever prefix (`module.`,
 * `encoder.`, `backbone.`), with or without classifier and head; or from a checkpoint of this program.
 * @throws UserError when the file is damaged, or holds no such network, or more than one.
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
      return { tensors: torchTensors(readCheckpoint(path).tensors), leftOut: [] };
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
  for (const entry of file.entries.values()) {
    const name = shortName(entry.name, prefix, headPrefix);
    if (name?.endsWith(batchCount)) continue;
    if (name === null || name.startsWith('fc.')) {
      leftOut.push(entry.name);
      continue;
    }
    if (entry.type !== 'F32') {
      throw new UserError(
        `the tensor ${entry.name} of ${file.path} holds ${entry.type}: save the weights as float32, with model.float()`,
      );
    }
    tensors.push({ name, shape: entry.shape, data: file.readFloat32(entry) });
  }
  return { tensors, leftOut };
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
