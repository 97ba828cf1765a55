import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../engine/errors';
import { temporaryPath } from '../../../engine/runs/atomicFile';
import { SafetensorsFile } from '../../../engine/runs/readSafetensors';
import { writeSafetensors } from '../../../engine/runs/writeSafetensors';
import vectors from '../../vectors/safetensors.json';
import { temporaryFolder } from './temporaryFolder';

const folder = temporaryFolder();
const decode = (text: string) => Buffer.from(text, 'base64');

function write(bytes: Uint8Array): string {
  const path = join(folder(), 'a.safetensors');
  writeFileSync(path, bytes);
  return path;
}

/** The tensors of the vectors' first file, in the order in which the library puts them. */
function firstTensors() {
  const [first] = vectors.valid;
  const tensors = [...(first?.tensors ?? [])].sort((a, b) => (a.name < b.name ? -1 : 1));
  return tensors.map(({ name, shape, bytes }) => {
    const data = new Float32Array(new Uint8Array(decode(bytes)).buffer);
    return { name, type: 'F32', shape, data } as const;
  });
}

describe('reading', () => {
  it.each(vectors.valid)(
    "reads what the format's own library wrote: $metadata",
    ({ file, metadata, tensors }) => {
      const opened = new SafetensorsFile(write(decode(file)));
      expect(opened.metadata).toEqual(metadata);
      expect([...opened.entries.keys()].sort()).toEqual(tensors.map(({ name }) => name).sort());
      for (const { name, shape, bytes } of tensors) {
        const entry = opened.entries.get(name);
        if (entry === undefined) throw new Error(name);
        expect(entry.shape).toEqual(shape);
        expect(Buffer.from(opened.readBytes(entry))).toEqual(decode(bytes));
      }
      opened.close();
    },
  );

  it.each(vectors.judged)('judges "$name" as the library does: $accepted', ({ file, accepted }) => {
    const path = write(decode(file));
    const open = () => new SafetensorsFile(path).close();
    if (accepted) expect(open).not.toThrow();
    else expect(open).toThrow(new RegExp(`^${path} is not a usable safetensors file: `));
  });

  it('refuses a tensor of another type where floats are wanted', () => {
    const [, mixed] = vectors.valid;
    const opened = new SafetensorsFile(write(decode(mixed?.file ?? '')));
    const entry = opened.entries.get('wide');
    if (entry === undefined) throw new Error('wide');
    expect(() => opened.readFloat32(entry)).toThrow('tensor wide holds I64, not F32');
    opened.close();
  });

  it('names a missing file and a folder', () => {
    const open = (path: string) => () => new SafetensorsFile(path);
    expect(open(join(folder(), 'none'))).toThrow(UserError);
    expect(open(folder())).toThrow('it is not a file');
  });
});

describe('writing', () => {
  it("writes byte for byte what the format's own library writes", async () => {
    const [first] = vectors.valid;
    const path = join(folder(), 'b.safetensors');
    await writeSafetensors(path, firstTensors(), { note: 'é "quoted"' });
    expect(readFileSync(path)).toEqual(decode(first?.file ?? ''));
  });

  it('puts wide elements first and says so to readers', async () => {
    const path = join(folder(), 'b.safetensors');
    const bytes = { name: 'bytes', type: 'U8', shape: [3], data: Uint8Array.of(1, 2, 3) } as const;
    const wide = { name: 'wide', type: 'F64', shape: [1], data: Float64Array.of(Math.PI) } as const;
    await writeSafetensors(path, [bytes, wide], {});
    const opened = new SafetensorsFile(path);
    expect([...opened.entries.keys()]).toEqual(['wide', 'bytes']);
    const entry = opened.entries.get('wide');
    expect(entry?.begin).toSatisfy((begin: number) => begin % 8 === 0);
    if (entry !== undefined) expect(new Float64Array(opened.readBytes(entry).buffer)[0]).toBe(Math.PI);
    opened.close();
  });

  it('refuses a tensor that is not as long as its shape, and two of one name', async () => {
    const tensor = { name: 'a', type: 'F32', shape: [3], data: new Float32Array(2) } as const;
    const path = join(folder(), 'b.safetensors');
    await expect(writeSafetensors(path, [tensor], {})).rejects.toThrow(
      'tensor a has 2 numbers, but the shape [3]',
    );
    const good = { ...tensor, shape: [2] } as const;
    await expect(writeSafetensors(path, [good, good], {})).rejects.toThrow('two tensors are named a');
    expect(existsSync(path)).toBe(false);
  });

  it.runIf(process.platform === 'linux')('says that the disk is full, and leaves the old file', async () => {
    const path = write(Buffer.from('old'));
    symlinkSync('/dev/full', temporaryPath(path));
    await expect(writeSafetensors(path, firstTensors(), {})).rejects.toThrow(
      new UserError(`${path} cannot be written: the disk is full; free some space`),
    );
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(existsSync(temporaryPath(path))).toBe(false);
  });
});
