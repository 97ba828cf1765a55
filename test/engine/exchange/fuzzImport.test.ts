import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { resolveConfig } from '../../../engine/config/resolveConfig';
import { UserError } from '../../../engine/errors';
import { importedConfig } from '../../../engine/exchange/importedConfig';
import { readWeights } from '../../../engine/exchange/readWeights';
import { recognizeNetwork } from '../../../engine/exchange/recognizeNetwork';
import { mutated, seeded } from '../runs/mutatedFiles';
import { temporaryFolder } from '../runs/temporaryFolder';
import { torchFile } from './importedRun';

const folder = temporaryFolder();

const files = 2000;

interface Entry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

/** Parts of names, sizes and types that a file may be given in place of its own. */
const parts = [
  'layer9',
  'layer4294967295',
  'layer0',
  '999999999',
  '__proto__',
  '',
  'downsample',
  'head',
  'fc',
];
const sizes = [0, 1, 2, 3, 5, 7, 2 ** 31, 2 ** 53 - 1];
const types = ['F16', 'BF16', 'F64', 'I32', 'BOOL', 'F8_E4M3'];
const bits = [0x7fc00000, 0x7f800000, 0xff7fffff, 0x00000001, 0xbf800000];

/** One to three changes of what a sound file says, which stays a sound file for the most part. */
function rewritten(sound: Buffer, random: (below: number) => number): Buffer {
  const length = sound.readUInt32LE(0);
  const header = new Map(
    Object.entries(JSON.parse(sound.toString('utf8', 8, 8 + length)) as Record<string, Entry>),
  );
  const data = Buffer.from(sound.subarray(8 + length));
  for (let changes = 1 + random(3); changes > 0; changes--) {
    const names = [...header.keys()];
    const name = names[random(names.length)] ?? '';
    const entry = header.get(name);
    if (entry === undefined) continue;
    switch (random(6)) {
      case 0: {
        const pieces = name.split('.');
        pieces[random(pieces.length)] = parts[random(parts.length)] ?? '';
        header.delete(name);
        header.set(pieces.join('.'), entry);
        break;
      }
      case 1:
        entry.shape = entry.shape.toReversed();
        break;
      case 2:
        entry.shape[random(Math.max(1, entry.shape.length))] = sizes[random(sizes.length)] ?? 0;
        break;
      case 3:
        entry.dtype = types[random(types.length)] ?? '';
        break;
      case 4:
        if (entry.shape.length > 1) entry.shape = [entry.shape.reduce((product, size) => product * size, 1)];
        break;
      default:
        if (entry.data_offsets[1] - entry.data_offsets[0] >= 4) {
          data.writeUInt32LE(bits[random(bits.length)] ?? 0, entry.data_offsets[0]);
        }
    }
  }
  const text = Buffer.from(JSON.stringify(Object.fromEntries(header)));
  const head = Buffer.alloc(8);
  head.writeUInt32LE(text.length);
  return Buffer.concat([head, text, data]);
}

it('takes weights in, or refuses in a sentence, whatever has become of their file', () => {
  const path = join(folder(), 'fuzz.safetensors');
  const sound = readFileSync(torchFile);
  const random = seeded(20_261_128);
  const resolved = resolveConfig({ workingFolder: folder() });
  const reasons = new Set<string>();
  let taken = 0;
  for (let round = 0; round < files; round++) {
    writeFileSync(path, round % 4 === 0 ? mutated(sound, random) : rewritten(sound, random));
    try {
      const { tensors } = readWeights(path);
      const config = importedConfig(path, resolved, recognizeNetwork(path, tensors));
      expect(config.encoder).toMatchObject({ architecture: 'resnet18', width: 2 });
      for (const { data } of tensors) expect(data.every(Number.isFinite)).toBe(true);
      taken++;
    } catch (error) {
      if (!(error instanceof UserError)) {
        throw new Error(`round ${round}: ${String(error)}`, { cause: error });
      }
      expect(error.message).toContain(path);
      reasons.add(error.message.replaceAll(path, '').replaceAll(/tensor \S+|\d+/g, ''));
    }
  }
  expect(taken).toBeGreaterThan(50);
  expect(taken).toBeLessThan(files / 2);
  expect(reasons.size).toBeGreaterThan(12);
}, 60_000);
